import { countSeverities, findSuppressionReason, SEVERITIES } from '@securescan/model';
import type { Finding, ScanSummary, Severity, SeverityCounts, SuppressedCounts } from '@securescan/model';

/** What one finding of a severity weighs in the risk score. */
export const RISK_WEIGHTS: Readonly<Record<Severity, number>> = { critical: 15, high: 8, medium: 3, low: 1, info: 0.2 };

/**
 * Risk score: min(100, 20·ln(1 + Σ weight)), one decimal.
 * @param counts - findings by severity
 * @returns 0 to 100
 */
export function riskScore(counts: SeverityCounts): number {
  const sum = SEVERITIES.reduce((total, severity) => total + counts[severity] * RISK_WEIGHTS[severity], 0);
  return roundToTenth(Math.min(100, 20 * Math.log(1 + sum)));
}

/** Numbers of a list of findings: those shown, and beside them how many are hidden by what. */
export function summarise(findings: readonly Finding[]): ScanSummary {
  const suppressed: SuppressedCounts = { inline: 0, config: 0, baseline: 0 };
  const shown = findings.filter((finding) => {
    const reason = findSuppressionReason(finding);
    if (reason !== null) suppressed[reason] += 1;
    return reason === null;
  });
  const counts = countSeverities(shown);
  return { total: shown.length, counts, riskScore: riskScore(counts), suppressed };
}

/** One decimal, on the binary value, exact ties to the even digit. */
export function roundToTenth(value: number): number {
  // A tie is an odd multiple of 1/20 that a binary fraction can hold exactly: an odd multiple of 1/4.
  const isTie = Number.isInteger(value * 4) && !Number.isInteger(value * 2);
  if (!isTie) return Number(value.toFixed(1));
  const below = Math.floor(value * 10);
  return (below % 2 === 0 ? below : below + 1) / 10;
}
