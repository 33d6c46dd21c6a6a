import type { Finding, RawFinding, ScanType, Severity, SuppressedCounts, ScanSummary } from '@securescan/model';
import type { BaselineIndex } from '../run/request.ts';

/** One scanner's findings on their way into the pipeline. */
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

/** The words after `securescan:`; `ignore-end` is part of the directive it ends. */
export type DirectiveWord = 'ignore' | 'ignore-next-line' | 'ignore-this-line' | 'ignore-start' | 'ignore-file';

/** One `securescan: ignore…` comment. Lines are 1-based. */
export interface InlineDirective {
  /** Where the comment stands. */
  readonly line: number;
  /** First line it covers. */
  readonly targetLine: number;
  /** Last line it covers. */
  readonly targetEnd: number;
  /** Sorted; `*` stands for every rule. */
  readonly ruleIds: readonly string[];
  readonly directive: DirectiveWord;
  /** Last day it holds, as written after `until=`; null for ever. A text that is no date holds never. */
  readonly until: string | null;
  /** False for an `ignore-start` that nothing ends; it covers the rest of the file. */
  readonly closed: boolean;
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
  /** By rule id, `scanner:rule`, or either with `*` and `?`. */
  readonly severityOverrides: Readonly<Record<string, Severity>>;
  /** Rule ids, compared exactly; `*` is no wildcard here. */
  readonly ignoredRules: readonly string[];
  /** Further ignores for some files only; also suppression reason `config`. */
  readonly scopedIgnores?: readonly ScopedIgnore[];
  readonly baseline: BaselineIndex | null;
  readonly noSuppress: boolean;
  /** Some scanner has not looked: that nothing matches an ignore comment then says nothing about the comment. */
  readonly partial?: boolean;
  readonly sources: ReadonlyMap<string, SourceFacts>;
  /** Day of the scan (YYYY-MM-DD, UTC), against which `until` is held; without it nothing expires. */
  readonly today?: string;
}

export interface PipelineOutput {
  /** Everything, suppressed findings marked, in canonical order. */
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
  readonly suppressed: SuppressedCounts;
  readonly overridesApplied: number;
  /** Sentences about ignores that have expired, match nothing or never end. */
  readonly notices: readonly string[];
}
