/**
 * Where the product deviates from the recorded vectors on purpose: per file and case, the reason (ruling number, or the
 * section of the engine specification whose BETTER line asks for it) and what the product answers instead. Nothing else
 * deviates; a listed case that no longer deviates fails its test.
 */
export interface Deviation {
  /** `ruling 4`, or `BETTER §12.2`, then the reason in a few words. */
  readonly because: string;
  /** What the product answers; when left out, the golden file `golden/vectors/<file>/<case>.json` has it. */
  readonly ours?: unknown;
}

export type DeviationTable = Readonly<Record<string, Readonly<Record<string, Deviation>>>>;

export const deviations: DeviationTable = {
  ai_gate: {},
  api_compare: {},
  baseline_read: {},
  baseline_write: {},
  cli_exit_codes: {},
  compare: {},
  compliance_coverage: {},
  compliance_tags: {},
  config_discovery: {},
  config_lint: {},
  config_parse: {},
  csv: {},
  dedup: {},
  diff_classify: {},
  diff_position: {},
  fingerprint: {},
  first_sentence: {},
  host_baseline: {},
  json_export: {},
  junit: {},
  ordering: {},
  pr_comment: {},
  review: {},
  review_marker: {},
  sarif: {},
  sbom: {},
  scanner_builtin_dast: {},
  scanner_dockerfile: {},
  scanner_git_hygiene: {},
  scanner_nmap: {},
  scanner_registry: {},
  scanner_secrets_lines: {},
  scanner_secrets_tree: {},
  scanner_wrapped: {},
  scanner_zap: {},
  scoring: {},
  severity_overrides: {},
  snapshot_load: {},
  suggestions: {},
  suppression_inline: {},
  suppression_pipeline: {},
  threshold: {},
};
