import { z } from 'zod';
import type { Finding, SuppressionReason } from './finding.ts';
import type { JsonObject } from './json.ts';
import type { ErrorCode } from './errors.ts';
import type { ScanType } from './scan-type.ts';
import type { SeverityCounts } from './severity.ts';
import type { TargetKind } from './target.ts';

export const SCAN_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
/** Life of a scan: pending, running, then exactly one of completed, failed, cancelled. */
export const ScanStatus = z.enum(SCAN_STATUSES);
export type ScanStatus = z.infer<typeof ScanStatus>;

export const TRIAGE_STATUSES = ['new', 'triaged', 'false_positive', 'accepted_risk', 'fixed', 'wont_fix'] as const;
/** A person's verdict on a fingerprint; survives rescans and the deletion of scans. */
export const TriageStatus = z.enum(TRIAGE_STATUSES);
export type TriageStatus = z.infer<typeof TriageStatus>;

/** Why a scanner did not run. `code` is for programs, `reason` for people. */
export interface SkipReason {
  readonly code: 'not-installed' | 'not-applicable' | 'nothing-to-scan' | 'excluded' | 'broken';
  /** For example `binary not on PATH`. */
  readonly reason: string;
  /** How to get it, for the platform at hand; null when nothing needs installing. */
  readonly installHint: string | null;
}

/** How one scanner of a scan ended. */
export type ScannerOutcome =
  | {
      readonly status: 'completed';
      readonly findingsCount: number;
      /** What the scanner could not look at or had to leave out (unfit records, unreadable files). Shown, never silent. */
      readonly notes: readonly string[];
      /** Set when only a part was looked at; the scanner is then left out of diff classification. */
      readonly incomplete: string | null;
    }
  | ({ readonly status: 'skipped' } & SkipReason)
  | { readonly status: 'failed'; readonly code: ErrorCode; readonly message: string; readonly details: JsonObject }
  | { readonly status: 'cancelled' };

/** One row per selected scanner, in registry order. */
export interface ScannerRun {
  readonly scanner: string;
  readonly scanType: ScanType;
  /** Version of the tool that ran, null for built-in scanners and when unknown. */
  readonly version: string | null;
  /** Wall time in milliseconds; 0 when it did not run. Never part of a machine format. */
  readonly durationMs: number;
  readonly outcome: ScannerOutcome;
}

/** How many findings are hidden, by reason. */
export type SuppressedCounts = Record<SuppressionReason, number>;

/** Numbers of a scan: shown findings only; what is suppressed is counted beside them. */
export interface ScanSummary {
  readonly total: number;
  readonly counts: SeverityCounts;
  /** 0–100 with one decimal: min(100, 20·ln(1 + Σ weight)); weights 15, 8, 3, 1, 0.2. */
  readonly riskScore: number;
  readonly suppressed: SuppressedCounts;
}

/** A finished scan, as renderers and the store receive it. Findings are all there are, in canonical order. */
export interface ScanResult {
  readonly scanId: string;
  readonly target: { readonly kind: TargetKind; readonly display: string };
  readonly scanTypes: readonly ScanType[];
  readonly status: Extract<ScanStatus, 'completed' | 'failed' | 'cancelled'>;
  /** Why nothing could be scanned; present exactly when the status is `failed`. */
  readonly failure?: { readonly code: ErrorCode; readonly message: string };
  /** ISO 8601, UTC, ending in `Z`. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
  readonly scanners: readonly ScannerRun[];
  /** Sentences about the whole scan: files skipped by the walk, expired or unused ignores, cut lists. */
  readonly notices: readonly string[];
  readonly overridesApplied: number;
  /** Path of the configuration relative to the root, or null. */
  readonly configPath: string | null;
  readonly aiSummary: string | null;
}
