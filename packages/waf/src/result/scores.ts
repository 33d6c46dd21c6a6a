import { type ControlSeverity, PILLARS } from '../controls/control.ts';
import type { ControlStatus } from '../engine/evaluation.ts';
import type { PillarPosture, Posture } from './posture.ts';

/** What scores need of a control; severities and pillars of other systems come as they are. */
export interface ScoredControl {
  readonly pillar: string;
  readonly severity: string;
  readonly status: ControlStatus;
}

const WEIGHTS: Readonly<Record<ControlSeverity, number>> = { critical: 10, high: 6, medium: 3, low: 1 };

/** How much a control of this severity counts; unknown words count as low. */
function weightOfSeverity(severity: string): number {
  const word = severity.toLowerCase();
  return Object.hasOwn(WEIGHTS, word) ? WEIGHTS[word as ControlSeverity] : WEIGHTS.low;
}

/** A share in percent without its fraction. Whole numbers only, so that no rounding of 0.29 × 100 shows. */
function percentOf(part: number, whole: number): number {
  return Math.floor((100 * part) / whole);
}

/** Controls by pillar: the known ones in their order, then others by code points. */
export function groupByPillar<T extends { readonly pillar: string }>(
  items: Iterable<T>,
): ReadonlyMap<string, readonly T[]> {
  const groups = Map.groupBy(items, ({ pillar }) => pillar);
  const rank = (pillar: string): number => {
    const index = (PILLARS as readonly string[]).indexOf(pillar);
    return index < 0 ? PILLARS.length : index;
  };
  return new Map([...groups].toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

/**
 * The numbers of the result document (`wafpass-1`): of each pillar the share of its controls that passed, skipped and waived
 * ones counting as not passed; the score is the mean of the pillars. All cut off.
 */
export function scoresOf(controls: Iterable<ScoredControl>): {
  readonly score: number;
  readonly pillarScores: Readonly<Record<string, number>>;
} {
  const entries = [...groupByPillar(controls)].map(([pillar, group]): readonly [string, number] => [
    pillar,
    percentOf(group.filter(({ status }) => status === 'PASS').length, group.length),
  ]);
  const total = entries.reduce((sum, [, score]) => sum + score, 0);
  return {
    score: entries.length === 0 ? 0 : Math.floor(total / entries.length),
    pillarScores: Object.fromEntries(entries),
  };
}

/**
 * How things stand, in all and by pillar. What did not apply (skipped) and what is waived is counted, and is part of no score.
 */
export function postureOf(controls: Iterable<ScoredControl>): Posture {
  const all = [...controls];
  const pillars = Object.fromEntries([...groupByPillar(all)].map(([pillar, group]) => [pillar, summarise(group)]));
  return { ...summarise(all), pillars };
}

function summarise(controls: readonly ScoredControl[]): PillarPosture {
  const counts = { PASS: 0, FAIL: 0, SKIP: 0, WAIVED: 0 };
  const weights = { PASS: 0, FAIL: 0 };
  for (const { status, severity } of controls) {
    counts[status] += 1;
    if (status === 'PASS' || status === 'FAIL') weights[status] += weightOfSeverity(severity);
  }
  const applied = counts.PASS + counts.FAIL;
  return {
    pass: counts.PASS,
    fail: counts.FAIL,
    skip: counts.SKIP,
    waived: counts.WAIVED,
    score: applied === 0 ? null : percentOf(counts.PASS, applied),
    weighted_score: applied === 0 ? null : percentOf(weights.PASS, weights.PASS + weights.FAIL),
    coverage: controls.length === 0 ? 0 : percentOf(applied, controls.length),
  };
}

/**
 * The share of failing controls by weight in percent, cut off: 0 is best. Local history and metrics show it.
 * Skipped and waived controls count as not failing.
 */
export function riskScoreOf(controls: Iterable<ScoredControl>): number {
  let failing = 0;
  let all = 0;
  for (const { status, severity } of controls) {
    const weight = weightOfSeverity(severity);
    all += weight;
    if (status === 'FAIL') failing += weight;
  }
  return all === 0 ? 0 : percentOf(failing, all);
}
