import type { Severity } from '@securescan/model';
import calculator from 'ae-cvss-calculator';

/** Metrics without which a vector of a version has no score; the calculator would take them as zero. */
const MANDATORY: readonly (readonly [prefix: RegExp, metrics: readonly string[]])[] = [
  [/^CVSS:4\.0\//, ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA']],
  [/^CVSS:3\.[01]\//, ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']],
  [/^(?:CVSS:2\.0\/)?\(?AV:/, ['AV', 'AC', 'Au', 'C', 'I', 'A']],
];

function isComplete(vector: string): boolean {
  const metrics = MANDATORY.find(([prefix]) => prefix.test(vector))?.[1];
  return metrics?.every((metric) => new RegExp(`(?:^|[/(])${metric}:`).test(vector)) ?? false;
}

/** Base score of a CVSS vector (2.0, 3.x, 4.0) from 0 to 10; null when it is none. */
export function scoreCvssVector(vector: string): number | null {
  if (vector.length > 400 || !isComplete(vector)) return null;
  try {
    const score = calculator.fromVector(vector)?.calculateScores().overall;
    return typeof score === 'number' && Number.isFinite(score) ? score : null;
  } catch {
    // The calculator throws for a vector it cannot read; the caller then has no score.
    return null;
  }
}

/** Severity of a score. @see https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale */
export function toSeverity(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}
