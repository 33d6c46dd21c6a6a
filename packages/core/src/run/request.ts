import type { ScanEvent, ScanResult, ScanType, Severity, Target } from '@securescan/model';
import type { IgnoredRule } from '../config/project-config.ts';
import type { Machine } from '../ports/machine.ts';
import type { ScannerOptions } from '../scanner/context.ts';
import type { Scanner } from '../scanner/scanner.ts';

/** The part of `.securescan.yml` (after flags were laid over it) that a scan needs. Paths are absolute. */
export interface ScanSettings {
  readonly severityOverrides: Readonly<Record<string, Severity>>;
  /** Rule ids, or entries with a path glob and a last day. */
  readonly ignoredRules: readonly (string | IgnoredRule)[];
  readonly exclude: readonly string[];
  /** Scanners that the configuration switches off. */
  readonly disabledScanners?: readonly string[];
  /** Time limits of single scanners, in place of `ScanRequest.scannerTimeoutMs`. */
  readonly scannerTimeoutsMs?: Readonly<Record<string, number>>;
  readonly scannerOptions: ScannerOptions;
}

/** Fingerprints to suppress; see `baseline/`. */
export interface BaselineIndex {
  has(fingerprint: string): boolean;
  /** How many findings of that fingerprint are covered; without it, all are. */
  countOf?(fingerprint: string): number;
  /** Written before source text was part of fingerprints: findings are also looked up as they would be without it. */
  readonly contextFree?: boolean;
  /** The index without the entries that have ended before that day (YYYY-MM-DD), with a sentence about them. */
  atDay?(today: string): { readonly index: BaselineIndex; readonly notices: readonly string[] };
}

export interface ScanRequest {
  readonly target: Target;
  readonly scanTypes: readonly ScanType[];
  /** Only these scanners, when given. */
  readonly onlyScanners?: readonly string[];
  readonly excludeScanners?: readonly string[];
  /** Only findings in these paths; scanners that read none of them are skipped (`--staged`, `--since`). */
  readonly onlyPaths?: ReadonlySet<string>;
  readonly settings: ScanSettings;
  readonly baseline: BaselineIndex | null;
  /** Switches off every suppression. */
  readonly noSuppress: boolean;
  /** How many external tools at once; default `Machine.parallelism`. Built-in scanners do not count. */
  readonly jobs?: number;
  readonly scannerTimeoutMs: number;
  readonly configPath: string | null;
  readonly scanId: string;
}

export interface RunDependencies {
  readonly machine: Machine;
  readonly scanners: readonly Scanner[];
  readonly signal: AbortSignal;
  onEvent?(event: ScanEvent): void;
}

/** Plans, runs and post-processes a scan. Never throws for a scanner's failure; see ScanResult.scanners. */
export type RunScan = (request: ScanRequest, dependencies: RunDependencies) => Promise<ScanResult>;
