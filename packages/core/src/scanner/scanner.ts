import type { RawFinding, RepoPath, ScanType, SkipReason, TargetKind } from '@securescan/model';
import type { ScannerContext, ScannerOptions } from './context.ts';
import type { FileCheck } from './file-check.ts';
import type { ToolSpec } from './tool.ts';

/** What a scanner hands back. */
export interface ScannerReport {
  readonly findings: readonly RawFinding[];
  /** What could not be looked at or did not fit (see ScannerOutcome.notes). */
  readonly notes?: readonly string[];
  /** Set when only a part was looked at. */
  readonly incomplete?: string | null;
}

/**
 * One scanner. Plain data and functions, no inheritance; spawning, limits, availability, events and error wrapping are
 * the engine's.
 */
export interface Scanner {
  readonly id: string;
  readonly scanType: ScanType;
  /** One sentence for people. */
  readonly description: string;
  /** Short names of what it checks, for lists in the user interface. */
  readonly checks: readonly string[];
  /** Kinds of target it can work on. */
  readonly targets: readonly TargetKind[];
  /** The external program it needs; null for built-in scanners. */
  readonly tool: ToolSpec | null;
  /** An external program that makes it better but is not needed (gitleaks for `git-hygiene`); see `context.toolStatus`. */
  readonly optionalTool?: ToolSpec;
  /** Whether it runs its optional tool under these options; when not, nobody looks for it. Default: always. */
  usesOptionalTool?(options: ScannerOptions): boolean;
  /** Rough duration on a medium repository; the longest start first. */
  readonly expectedSeconds: number;
  /** The check it runs on single files, if it works that way. */
  readonly fileCheck?: FileCheck;
  /** Whether it would read this file; `--staged` skips scanners that read none of the staged files. Default: all. */
  reads?(path: RepoPath): boolean;
  /**
   * Cheap look whether there is anything to do, beyond `targets` and `tool`; null to go on. Comes before the tool is looked
   * for: `context.toolStatus` is null and `context.runTool` fails.
   */
  findSkipReason?(context: ScannerContext): Promise<SkipReason | null>;
  /** @throws SecureScanError; anything else thrown becomes `E_SCANNER` */
  run(context: ScannerContext): Promise<ScannerReport>;
}

/** Checks a scanner's shape at compile time and returns it unchanged. */
export function defineScanner<const S extends Scanner>(scanner: S): S {
  return scanner;
}
