import type { SeverityCounts } from '@securescan/model';

/** Totals over the scans that a caller may see. */
export interface ScanTotals {
  readonly scans: number;
  /** Shown findings of all scans together. */
  readonly findings: number;
  /** Mean of the scores that there are; null when there is none. */
  readonly averageRiskScore: number | null;
  readonly scored: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Shown findings of the latest completed scan of each target. */
  readonly latestBySeverity: SeverityCounts;
  /** The same without those whose verdict closes them. */
  readonly open: number;
}

/** The latest completed scan of a day (UTC). */
export interface TrendDay {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly riskScore: number | null;
  readonly findings: number;
  readonly severityCounts: SeverityCounts;
}

/** `projects` are those that the caller may see; null means all. */
export interface DashboardRepository {
  totals(projects: readonly string[] | null): Promise<ScanTotals>;
  /** Oldest day first. `target` is the whole text of the target. */
  trends(filter: {
    readonly projects: readonly string[] | null;
    /** RFC 3339. */
    readonly since: string;
    readonly target?: string;
  }): Promise<readonly TrendDay[]>;
}
