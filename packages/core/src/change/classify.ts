import { isSuppressed, severityRank } from '@securescan/model';
import type { ChangeSet, Finding } from '@securescan/model';
import { identify } from '../pipeline/identify.ts';
import { sortFindings } from '../pipeline/order.ts';
import { toComparability } from './completeness.ts';
import type { Completeness } from './completeness.ts';

interface Pair {
  readonly older: Finding;
  readonly newer: Finding;
}

interface Matching {
  readonly pairs: readonly Pair[];
  readonly removed: readonly Finding[];
  readonly added: readonly Finding[];
}

/** Pairs equal identities one to one, in order; what is left over on one side has no partner. */
function match(older: readonly Finding[], newer: readonly Finding[]): Matching {
  const waiting = Map.groupBy(older, ({ fingerprint }) => fingerprint);
  const taken = new Map<string, number>();
  const pairs: Pair[] = [];
  const added: Finding[] = [];
  for (const finding of newer) {
    const next = taken.get(finding.fingerprint) ?? 0;
    const partner = waiting.get(finding.fingerprint)?.[next];
    if (partner === undefined) added.push(finding);
    else {
      taken.set(finding.fingerprint, next + 1);
      pairs.push({ older: partner, newer: finding });
    }
  }
  const removed = [...waiting].flatMap(([fingerprint, list]) => list.slice(taken.get(fingerprint) ?? 0));
  return { pairs, removed, added };
}

function hasEscalated({ older, newer }: Pair): boolean {
  if (isSuppressed(newer)) return false;
  return severityRank(newer.severity) > severityRank(older.severity) || isSuppressed(older);
}

function sightingKey(scanner: string, ruleId: string | null, path: string | null): string {
  return JSON.stringify([scanner, ruleId, path]);
}

/**
 * Sightings by other scanners that findings of the lists stand for. When such a finding is not comparable, the other
 * scanner's own finding appears on the side where the first is missing; that is no change either.
 */
function collectSightings(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ filePath, metadata }) => {
      // Snapshots of the original hold a single name here, which says too little.
      const witnesses = Array.isArray(metadata.also_reported_by) ? metadata.also_reported_by : [];
      return witnesses.map(({ scanner, rule_id }) => sightingKey(scanner, rule_id, filePath));
    }),
  );
}

/** Splits findings into those that tell of a change and those that do not. */
function splitComparable(
  findings: readonly Finding[],
  isComparable: (scanner: string) => boolean,
  otherSightings: ReadonlySet<string>,
): { comparable: Finding[]; rest: Finding[] } {
  const comparable: Finding[] = [];
  const rest: Finding[] = [];
  for (const finding of findings) {
    const isStandIn = otherSightings.has(sightingKey(finding.scanner, finding.ruleId, finding.filePath));
    (isComparable(finding.scanner) && !isStandIn ? comparable : rest).push(finding);
  }
  return { comparable, rest };
}

/**
 * Says what changed between two lists of findings. Identity is the fingerprint, computed where it is missing; n equal
 * ones on one side and m on the other are min(n, m) unchanged ones, the rest added or removed. Severity, title, line and
 * suppression do not move a finding; what got worse is in `escalated` as well.
 * @returns lists in canonical order, suppressed findings included and marked
 */
export function classifyChanges(
  older: readonly Finding[],
  newer: readonly Finding[],
  completeness: Completeness = { older: null, newer: null },
): ChangeSet {
  const { pairs, removed, added } = match(identify(older, null), identify(newer, null));
  const isComparable = toComparability(completeness);
  const lost = (findings: readonly Finding[]) =>
    collectSightings(findings.filter(({ scanner }) => !isComparable(scanner)));
  const addedSplit = splitComparable(added, isComparable, lost(removed));
  const removedSplit = splitComparable(removed, isComparable, lost(added));
  return {
    added: sortFindings(addedSplit.comparable),
    removed: sortFindings(removedSplit.comparable),
    unchanged: sortFindings(pairs.map((pair) => pair.newer)),
    escalated: sortFindings(pairs.filter((pair) => hasEscalated(pair)).map((pair) => pair.newer)),
    notComparable: sortFindings([...addedSplit.rest, ...removedSplit.rest]),
  };
}
