import { readVectors, testVectors } from '@securescan/testkit';
import { countSeverities, parseFinding, SEVERITIES } from '@securescan/model';
import type { Finding, Severity } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import {
  applyOverrides,
  collectSourceFacts,
  complianceCoverage,
  complianceTags,
  dedupe,
  fingerprintOf,
  identityContext,
  identityPath,
  listFrameworks,
  parseDirectives,
  parseFramework,
  reapplyPipeline,
  riskScore,
  sortFindings,
  summarise,
  suppress,
  tagsMatching,
} from '../src/index.ts';
import type { BaselineIndex, Framework, PipelineSettings, SourceFacts } from '../src/index.ts';
import { toTitleKey } from '../src/pipeline/duplicate-keys.ts';

type Json = Record<string, unknown>;

const CWD = '/work/directory';

/** Defaults of the vectors' findings. */
function toFinding(json: Json): Finding {
  return parseFinding({
    scan_id: 'scan-1',
    scanner: 'semgrep',
    scan_type: 'code',
    severity: 'medium',
    title: 'T',
    description: 'D.',
    ...json,
  });
}

function settings(overrides: Partial<PipelineSettings>): PipelineSettings {
  return {
    scanId: 'scan-1',
    root: null,
    severityOverrides: {},
    ignoredRules: [],
    baseline: null,
    noSuppress: false,
    sources: new Map(),
    ...overrides,
  };
}

const pick = ({ id, severity, metadata }: Finding) => ({ id, severity, metadata });

testVectors<Json, Json>('fingerprint', (input) => {
  const path = typeof input['file_path'] === 'string' ? input['file_path'].replace('<CWD>', CWD) : null;
  const finding = toFinding({ ...input, file_path: path });
  return {
    normalized_path: identityPath(finding.filePath, CWD),
    normalized_context: identityContext(finding),
    fingerprint: fingerprintOf(finding, CWD),
  };
});

testVectors<Json[], unknown>('dedup', (input) => {
  const findings = input.map(toFinding);
  return {
    keys: findings.map((f) => `${f.filePath ?? 'no-file'}|${f.lineStart ?? 0}|${toTitleKey(f.title)}`),
    result: dedupe(findings).map(({ id, scanner, severity, metadata }) => ({ id, scanner, severity, metadata })),
  };
});

testVectors<Json[], unknown>('ordering', (input) => sortFindings(input.map(toFinding)).map(({ id }) => id));

testVectors<Partial<Record<Severity, number>>, unknown>('scoring', (input) => {
  const findings = SEVERITIES.flatMap((severity) =>
    Array.from({ length: input[severity] ?? 0 }, () => toFinding({ severity })),
  );
  const summary = summarise(findings);
  return {
    risk_score: riskScore(countSeverities(findings)),
    summary: {
      total_findings: summary.total,
      ...summary.counts,
      risk_score: summary.riskScore,
      scanners_run: ['b', 'a'],
    },
  };
});

testVectors<{ severity_overrides: Record<string, Severity>; findings: Json[] }, Json>(
  'severity_overrides',
  (input, _vectors, { expected }) => {
    const first = applyOverrides(input.findings.map(toFinding), input.severity_overrides);
    if (!('count_second_pass_all_critical' in expected)) {
      return { count: first.applied, result: first.findings.map(pick) };
    }
    const allCritical = Object.fromEntries(
      Object.keys(input.severity_overrides).map((key) => [key, 'critical' as const]),
    );
    const second = applyOverrides(first.findings, allCritical);
    return {
      count: first.applied,
      count_second_pass_all_critical: second.applied,
      result: second.findings.map(pick),
    };
  },
);

interface InlineInput {
  file_name: string;
  content: string | { base64: string } | null;
  queries: [number | null, string | null][];
}

testVectors<InlineInput, unknown>('suppression_inline', (input) => {
  const text =
    typeof input.content === 'string' || input.content === null
      ? input.content
      : new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(input.content.base64, 'base64'));
  const directives = text === null ? [] : parseDirectives(input.file_name, text);
  const sources = new Map<string, SourceFacts>([[input.file_name, { lines: new Map(), directives }]]);
  return {
    marks: directives.map(({ line, targetLine, ruleIds, directive }) => ({
      line,
      target_line: targetLine,
      rule_ids: ruleIds,
      directive,
    })),
    queries: input.queries.map(([line, ruleId]) => {
      const finding = toFinding({ file_path: input.file_name, line_start: line, rule_id: ruleId });
      const result = suppress([finding], settings({ sources })).findings[0];
      return { line, rule_id: ruleId, suppressed: result?.metadata.suppressed_by === 'inline' };
    }),
  };
});

interface PipelineInput {
  files: Record<string, string>;
  findings: Json[];
  config: { ignored_rules?: string[]; severity_overrides?: Record<string, Severity> };
  baseline_entries: (number | Json)[] | null;
  no_suppress: boolean;
}

/** The recorded runs read the lines of no finding; ours does, and so do the fingerprints of the baseline. */
testVectors<PipelineInput, unknown>('suppression_pipeline', async (input, _vectors, testCase) => {
  const loaded = input.findings.map(toFinding);
  const sources = await collectSourceFacts(loaded, (path) => Promise.resolve(input.files[path] ?? null));
  const withLines = loaded.map((finding) => {
    const line = sources.get(finding.filePath ?? '')?.lines.get(finding.lineStart ?? 0);
    return line === undefined || 'line_snippet' in finding.metadata ? finding : { ...finding, snippet: line };
  });
  const known = new Set<string>(
    (input.baseline_entries ?? []).map((entry) => {
      const finding = typeof entry === 'number' ? withLines[entry] : undefined;
      return finding === undefined ? '' : fingerprintOf(finding);
    }),
  );
  const baseline: BaselineIndex = { has: (fingerprint) => known.has(fingerprint) };
  const config = settings({
    severityOverrides: input.config.severity_overrides ?? {},
    ignoredRules: input.config.ignored_rules ?? [],
    baseline,
    noSuppress: input.no_suppress,
    sources,
  });
  const once = reapplyPipeline(withLines, config);
  const output = testCase.name === 'twice is idempotent' ? reapplyPipeline(once.findings, config) : once;
  const place = new Map(input.findings.map((finding, index) => [String(finding['id']), index]));
  const inInputOrder = output.findings.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)).map(pick);
  return {
    kept: inInputOrder.filter(({ metadata }) => metadata.suppressed_by === undefined),
    suppressed: inInputOrder.filter(({ metadata }) => metadata.suppressed_by !== undefined),
    severity_overrides_applied: output.overridesApplied,
  };
});

testVectors<Json, readonly string[]>('compliance_tags', (input) => complianceTags(toFinding(input)));

interface CustomFrameworks {
  files: Record<string, unknown>;
  findings: Json[];
}

function cover(findings: Finding[], frameworks?: readonly Framework[]) {
  const tagged = findings.map((finding) => ({ ...finding, complianceTags: complianceTags(finding, frameworks) }));
  return complianceCoverage(tagged, frameworks).coverage.map((entry) => {
    const { controls_detectable: added, ...recorded } = entry;
    expect(added.length).toBeLessThanOrEqual(entry.total_controls);
    return recorded;
  });
}

testVectors<Json[] | CustomFrameworks | null, unknown>('compliance_coverage', (input) => {
  if (input === null) return listFrameworks();
  if (Array.isArray(input)) return cover(input.map(toFinding));
  const frameworks = Object.entries(input.files).map(([name, json]) => parseFramework(name.replace('.json', ''), json));
  const findings = input.findings.map(toFinding);
  return {
    tags: findings.map((finding) => complianceTags(finding, frameworks)),
    frameworks: listFrameworks(frameworks),
    coverage: cover(findings, frameworks),
  };
});

describe('recorded compliance mapping', () => {
  // What is spelled anew must still be the recorded control: every recorded tag of a weakness is a tag of ours.
  const cases = readVectors<Json, string[]>('compliance_tags').cases.filter(
    ({ input, expected }) => typeof input['cwe'] === 'string' && input['title'] === 'x' && expected.length > 0,
  );
  it.each(cases.map((testCase) => [testCase.name, testCase] as const))('%s', (_name, { input, expected }) => {
    const ours = complianceTags(toFinding(input));
    for (const recorded of expected) expect(tagsMatching(recorded).some((tag) => ours.includes(tag))).toBe(true);
  });
});
