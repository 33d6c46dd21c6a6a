import type { CheckExample, RegulatoryMapping } from '../controls/control.ts';
import type { ControlStatus } from '../engine/evaluation.ts';
import type { PlanChanges } from '../plan/plan-changes.ts';
import type { Posture } from './posture.ts';

/** One check on one block, as it is written. */
export interface DocumentFinding {
  readonly check_id: string;
  readonly check_title: string;
  readonly control_id: string;
  readonly pillar: string;
  readonly severity: string;
  readonly status: ControlStatus;
  readonly resource: string;
  readonly message: string;
  readonly remediation: string;
  readonly example: CheckExample | null;
  readonly regulatory_mapping: readonly RegulatoryMapping[];
  /** Path relative to where the check was started; empty where the input has none. */
  readonly file: string;
  readonly line: number | null;
  readonly end_line: number | null;
  /** SHA-256 over control, check, resource and file. */
  readonly fingerprint: string;
  readonly waived: { readonly reason: string; readonly expires: string } | null;
}

export interface DocumentControl {
  readonly id: string;
  readonly title: string;
  readonly pillar: string;
  readonly severity: string;
  readonly category: string;
  readonly description: string;
  readonly rationale: string;
  readonly threat: readonly string[];
  readonly regulatory_mapping: readonly RegulatoryMapping[];
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly severity: string;
    readonly remediation: string;
    readonly example: CheckExample | null;
  }[];
}

export interface DocumentSecret {
  readonly file: string;
  /** From 1. */
  readonly line_no: number;
  readonly pattern_name: string;
  readonly severity: 'critical' | 'high';
  readonly matched_key: string;
  /** Never the value itself. */
  readonly masked_value: string;
  readonly suppressed: boolean;
}

/** `wafpass-result.json`, the body of `POST /runs`. */
export interface ResultDocument {
  readonly schema_version: '1.0';
  readonly project: string;
  readonly branch: string;
  readonly git_sha: string;
  readonly triggered_by: string;
  readonly run: { readonly is_cicd: boolean };
  readonly iac_framework: string;
  readonly stage: string;
  /** 0 to 100, by `score_model`. */
  readonly score: number;
  readonly score_model: 'wafpass-1';
  readonly pillar_scores: Readonly<Record<string, number>>;
  readonly posture: Posture;
  readonly path: string;
  readonly controls_loaded: number;
  readonly controls_run: number;
  readonly detected_regions: readonly (readonly [string, string, string | null])[];
  readonly source_paths: readonly string[];
  readonly controls_meta: readonly DocumentControl[];
  readonly findings: readonly DocumentFinding[];
  readonly secret_findings: readonly DocumentSecret[];
  readonly plan_changes: PlanChanges | null;
  /** What could not be read or worked out. */
  readonly diagnostics: readonly {
    readonly severity: 'error' | 'warning';
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  readonly source_snapshot?: Readonly<Record<string, string>>;
}
