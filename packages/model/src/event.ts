import type { ScanType } from './scan-type.ts';
import type { ErrorCode } from './errors.ts';
import type { SkipReason } from './scan.ts';

/** What happens during a scan. Log line, progress row, event stream, webhook and notification are views of it. */
export type ScanEvent =
  | {
      readonly type: 'scan.start';
      readonly target: string;
      readonly scannerCount: number;
      readonly scanTypes: readonly ScanType[];
    }
  | {
      readonly type: 'scanner.skipped';
      readonly scanner: string;
      readonly code?: SkipReason['code'];
      readonly reason: string;
      readonly installHint: string | null;
    }
  | { readonly type: 'scanner.start'; readonly scanner: string }
  | {
      readonly type: 'scanner.complete';
      readonly scanner: string;
      readonly durationMs: number;
      readonly findingsCount: number;
      readonly incomplete: string | null;
    }
  | {
      readonly type: 'scanner.failed';
      readonly scanner: string;
      readonly durationMs: number;
      readonly code: ErrorCode;
      readonly message: string;
    }
  | { readonly type: 'scanner.cancelled'; readonly scanner: string; readonly durationMs: number }
  | {
      readonly type: 'scan.complete';
      readonly durationMs: number;
      readonly scannerCount: number;
      readonly findingsCount: number;
      readonly riskScore: number;
    }
  | { readonly type: 'scan.failed'; readonly durationMs: number; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'scan.cancelled'; readonly durationMs: number };

export type ScanEventType = ScanEvent['type'];
