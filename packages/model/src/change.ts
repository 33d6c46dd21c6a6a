import type { Finding } from './finding.ts';
import type { ScannerRun } from './scan.ts';

/**
 * Difference of two sides: `diff` (base and head of a change) or `compare` (baseline and now).
 * Lists are canonically ordered and still hold suppressed findings, marked.
 */
export interface ChangeSet {
  readonly added: readonly Finding[];
  readonly removed: readonly Finding[];
  /** Present on both sides, as the newer side has it. */
  readonly unchanged: readonly Finding[];
  /** Unchanged findings whose severity rose, or whose suppression went away; also part of `unchanged`. */
  readonly escalated: readonly Finding[];
  /** Findings of scanners that did not complete on both sides: neither new nor fixed can be said of them. */
  readonly notComparable: readonly Finding[];
}

/** A change set with what renderers need around it. */
export interface ChangeReport extends ChangeSet {
  readonly mode: 'diff' | 'compare';
  /** Ref or file name of the older side, when known. */
  readonly base: string | null;
  readonly head: string | null;
  /** Commit of the older and newer side as full object names, when known. */
  readonly baseSha: string | null;
  readonly headSha: string | null;
  /** Scanners of the newer side; empty when snapshots were compared. */
  readonly scanners: readonly ScannerRun[];
  readonly notices: readonly string[];
}
