import type { Finding, RawFinding, ScanType, Severity, SuppressedCounts, ScanSummary } from '@securescan/model';
import type { BaselineIndex } from '../run/request.ts';

/** One scanner's findings on their way into the pipeline, in registry order. */
export interface ScannerFindings {
  readonly scanner: string;
  readonly scanType: ScanType;
  readonly findings: readonly RawFinding[];
}

/** What the pipeline must know of the text of one file, collected before it starts so that every stage stays pure. */
export interface SourceFacts {
  /** Text of single lines (1-based), without line ends. */
  readonly lines: ReadonlyMap<number, string>;
  /** Inline directives of the file; see `suppress/directives.ts`. */
  readonly directives: readonly InlineDirective[];
}

/** One `securescan: ignore…` comment. Lines are 1-based. */
export interface InlineDirective {
  readonly line: number;
  readonly targetLine: number;
  readonly ruleIds: readonly string[];
  readonly directive: 'ignore' | 'ignore-next-line' | 'ignore-this-line';
}

/** A rule that is ignored in some files only (`ignored_rules` entries with a `path`). */
export interface ScopedIgnore {
  readonly ruleId: string;
  /** Whether the file is one of them; `path` is relative to the root. */
  matches(path: string): boolean;
}

export interface PipelineSettings {
  readonly scanId: string;
  /** Absolute root that paths become relative to; null for url and host targets. */
  readonly root: string | null;
  readonly severityOverrides: Readonly<Record<string, Severity>>;
  readonly ignoredRules: readonly string[];
  /** Further ignores for some files only; also suppression reason `config`. */
  readonly scopedIgnores?: readonly ScopedIgnore[];
  readonly baseline: BaselineIndex | null;
  readonly noSuppress: boolean;
  readonly sources: ReadonlyMap<string, SourceFacts>;
}

export interface PipelineOutput {
  /** Everything, suppressed findings marked, in canonical order. */
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
  readonly suppressed: SuppressedCounts;
  readonly overridesApplied: number;
}
