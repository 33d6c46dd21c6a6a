import { toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { classifyChanges } from './classify.ts';

/** One side of a comparison over the API; `scan` is whatever the API shows of a scan. */
export interface ComparedScan<Scan> {
  readonly scan: Scan;
  readonly findings: readonly Finding[];
  readonly riskScore: number | null;
}

type FindingsJson = readonly ReturnType<typeof toFindingJson>[];

/** Answer of the API: the documented keys (`new` …) and the recorded ones (`new_findings` …) hold the same lists. */
export interface ScanComparison<Scan> {
  readonly scan_a: Scan;
  readonly scan_b: Scan;
  readonly new: FindingsJson;
  readonly fixed: FindingsJson;
  readonly unchanged: FindingsJson;
  readonly new_findings: FindingsJson;
  readonly fixed_findings: FindingsJson;
  readonly unchanged_findings: FindingsJson;
  readonly summary: {
    readonly new_count: number;
    readonly fixed_count: number;
    readonly unchanged_count: number;
    /** Score of B minus score of A, two decimals; a missing score counts 0. */
    readonly risk_delta: number;
  };
}

/** Compares two stored scans by fingerprint; unchanged findings are those of the newer scan. Lists are in canonical order. */
export function compareScans<Scan>(older: ComparedScan<Scan>, newer: ComparedScan<Scan>): ScanComparison<Scan> {
  const changes = classifyChanges(older.findings, newer.findings);
  const added = changes.added.map(toFindingJson);
  const fixed = changes.removed.map(toFindingJson);
  const unchanged = changes.unchanged.map(toFindingJson);
  const delta = Number(((newer.riskScore ?? 0) - (older.riskScore ?? 0)).toFixed(2));
  return {
    scan_a: older.scan,
    scan_b: newer.scan,
    new: added,
    fixed,
    unchanged,
    new_findings: added,
    fixed_findings: fixed,
    unchanged_findings: unchanged,
    summary: {
      new_count: added.length,
      fixed_count: fixed.length,
      unchanged_count: unchanged.length,
      // `-0` would be written as 0 but not compare equal to it.
      risk_delta: delta === 0 ? 0 : delta,
    },
  };
}
