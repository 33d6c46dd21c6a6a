import { compareCodePoints, compareNullable, severityRank } from '@securescan/model';
import type { Finding, Witness } from '@securescan/model';
import { authorityRank, compareRegistry } from './authority.ts';
import {
  createClassLookup,
  MAX_LINE,
  NO_LINES,
  toDuplicateKeys,
  toFileKeys,
  toResourceKeys,
  toResourceRange,
  toRange,
  toTitleKey,
} from './duplicate-keys.ts';
import { isOneProblem } from './rule-classes.ts';

/** Survivors looked at per key and line; thousands of hits on one line of a minified file must not be compared in pairs. */
const MAX_COMPARED = 64;

/** One finding with what de-duplication knows of it. */
interface Candidate {
  readonly finding: Finding;
  /** Place in the input; decides only where the survivor stands in the output. */
  readonly place: number;
  readonly ruleClass: string | null;
  /** One number per duplicate key and line, so that overlap is a look-up and never a comparison of all with all. */
  readonly entries: readonly number[];
  readonly authority: number;
}

/** A finding that stays, with those that say the same. */
interface Survivor {
  readonly candidate: Candidate;
  absorbed: Candidate[] | null;
  /** The first absorbed hit of each rule of each scanner; null for witnesses of an earlier run. */
  hits: Map<string, Finding | null> | null;
  place: number;
}

/**
 * Merges findings of different scanners that are one problem: same file, overlapping lines, and the same weakness, rule
 * class or title. The scanner with more authority on that kind of problem stays, then the more severe finding, then the
 * scanner that is listed first; the others are named in `metadata.also_reported_by`, so nothing is dropped unseen. Two
 * findings of one scanner are merged only when they are the same hit twice or hits of two rules of one class.
 *
 * The result does not depend on the order of the input, except that survivors stand where the first of their findings
 * stood.
 */
export function dedupe(findings: readonly Finding[]): Finding[] {
  const findClass = createClassLookup();
  // By place, since no two survivors share one; what is known of one file is gone before the next is looked at.
  const kept: (Finding | null)[] = findings.map(() => null);
  for (const places of Map.groupBy(findings.keys(), (place) => findings[place]?.filePath ?? null).values()) {
    const candidates = toCandidates(findings, places, findClass);
    for (const survivor of mergeFile(candidates)) kept[survivor.place] = toFinding(survivor);
  }
  return kept.filter((finding) => finding !== null);
}

function toCandidates(
  findings: readonly Finding[],
  places: readonly number[],
  findClass: (finding: Finding) => string | null,
): Candidate[] {
  const addEntries = createNumbering();
  return places.flatMap((place) => {
    const finding = findings[place];
    if (finding === undefined) return [];
    const ruleClass = findClass(finding);
    const entries: number[] = [];
    addEntries(entries, toFileKeys(ruleClass), NO_LINES);
    addEntries(entries, toResourceKeys(ruleClass), toResourceRange(finding));
    addEntries(entries, toDuplicateKeys(finding, ruleClass), toRange(finding));
    return {
      finding,
      place,
      ruleClass,
      entries,
      authority: authorityRank(finding.scanner, ruleClass),
    };
  });
}

type AddEntries = (entries: number[], keys: readonly string[], lines: readonly [number, number]) => void;

function createNumbering(): AddEntries {
  const numbers = new Map<string, number>();
  return (entries, keys, [first, last]) => {
    for (const key of keys) {
      let number = numbers.get(key);
      if (number === undefined) numbers.set(key, (number = numbers.size));
      for (let line = first; line <= last; line += 1) entries.push(number * (MAX_LINE + 1) + line);
    }
  };
}

type Index = Map<number, Survivor[]>;

/** Best candidates first; each later one joins the first survivor that says the same, or stays itself. */
function mergeFile(candidates: Candidate[]): readonly Survivor[] {
  candidates.sort(compareCandidates);
  const survivors: Survivor[] = [];
  const index: Index = new Map();
  for (const candidate of candidates) {
    const survivor = findSurvivor(candidate, index);
    if (survivor !== undefined) {
      absorb(survivor, candidate);
    } else {
      const added = toSurvivor(candidate);
      survivors.push(added);
      addToIndex(added, index);
    }
  }
  return survivors;
}

function toSurvivor(candidate: Candidate): Survivor {
  const known = witnessesOf(candidate.finding);
  const hits =
    known.length === 0
      ? null
      : new Map(known.map(({ scanner, rule_id: ruleId }) => [toHitKey(scanner, ruleId), null] as const));
  return { candidate, absorbed: null, hits, place: candidate.place };
}

function absorb(survivor: Survivor, candidate: Candidate): void {
  survivor.absorbed ??= [];
  survivor.absorbed.push(candidate);
  survivor.hits ??= new Map();
  const hit = toHitKey(candidate.finding.scanner, candidate.finding.ruleId);
  if (!survivor.hits.has(hit)) survivor.hits.set(hit, candidate.finding);
  survivor.place = Math.min(survivor.place, candidate.place);
}

function toHitKey(scanner: string, ruleId: string | null): string {
  return `${scanner} ${ruleId ?? ''}`;
}

function addToIndex(survivor: Survivor, index: Index): void {
  for (const entry of survivor.candidate.entries) {
    const there = index.get(entry);
    if (there === undefined) index.set(entry, [survivor]);
    else there.push(survivor);
  }
}

function findSurvivor(candidate: Candidate, index: Index): Survivor | undefined {
  for (const entry of candidate.entries) {
    const there = index.get(entry);
    if (there === undefined) continue;
    for (let at = 0; at < there.length && at < MAX_COMPARED; at += 1) {
      const survivor = there[at];
      if (survivor !== undefined && canAbsorb(survivor, candidate)) return survivor;
    }
  }
  return undefined;
}

function canAbsorb({ candidate: kept, hits }: Survivor, candidate: Candidate): boolean {
  const a = kept.finding;
  const b = candidate.finding;
  if (a.scanner === b.scanner && !areEqualRules(kept, candidate)) return isSameHit(a, b);
  if (a.identity !== undefined && b.identity !== undefined && a.scanType === b.scanType && a.identity !== b.identity) {
    return false;
  }
  // Two hits of one rule are two problems, also where another scanner saw only one.
  const hit = hits?.get(toHitKey(b.scanner, b.ruleId));
  return hit === undefined || (hit !== null && isSameHit(hit, b));
}

/** Two rules of one class name one problem, also when they are of one scanner. */
function areEqualRules(x: Candidate, y: Candidate): boolean {
  return isOneProblem(x.ruleClass) && x.ruleClass === y.ruleClass && x.finding.ruleId !== y.finding.ruleId;
}

function isSameHit(a: Finding, b: Finding): boolean {
  const hasPlace = a.lineStart !== null || a.identity !== undefined;
  return (
    a.ruleId === b.ruleId &&
    (a.lineStart ?? 0) === (b.lineStart ?? 0) &&
    (a.column === b.column || a.column === null || b.column === null) &&
    a.identity === b.identity &&
    toTitleKey(a.title) === toTitleKey(b.title) &&
    (hasPlace || a.description === b.description)
  );
}

/** Total on all that can be seen, so that the choice does not depend on the order of the input. */
function compareCandidates(x: Candidate, y: Candidate): number {
  const a = x.finding;
  const b = y.finding;
  return (
    x.authority - y.authority ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compareRegistry(a.scanner, b.scanner) ||
    (a.lineStart ?? 0) - (b.lineStart ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareNullable(a.ruleId, b.ruleId) ||
    (a.lineEnd ?? 0) - (b.lineEnd ?? 0) ||
    compareCodePoints(a.title, b.title) ||
    compareNullable(a.identity ?? null, b.identity ?? null) ||
    compareCodePoints(a.description, b.description) ||
    compareNullable(a.cwe, b.cwe) ||
    compareNullable(a.remediation, b.remediation) ||
    compareCodePoints(JSON.stringify(a.metadata), JSON.stringify(b.metadata))
  );
}

function toFinding({ candidate, absorbed }: Survivor): Finding {
  const { finding } = candidate;
  if (absorbed === null) return finding;
  const remediation =
    finding.remediation ?? absorbed.find(({ finding: f }) => f.remediation !== null)?.finding.remediation;
  const witnesses = [
    ...witnessesOf(finding),
    ...absorbed.flatMap(({ finding: f }) => [
      { scanner: f.scanner, rule_id: f.ruleId, severity: f.severity },
      ...witnessesOf(f),
    ]),
  ];
  return {
    ...finding,
    remediation: remediation ?? null,
    metadata: { ...finding.metadata, also_reported_by: sortWitnesses(witnesses) },
  };
}

function witnessesOf(finding: Finding): readonly Witness[] {
  return finding.metadata.also_reported_by ?? [];
}

/** Sorted by scanner, rule, severity; each once. */
function sortWitnesses(witnesses: readonly Witness[]): readonly Witness[] {
  if (witnesses.length === 1) return witnesses;
  const distinct = new Map(witnesses.map((w) => [`${w.scanner} ${w.rule_id ?? ''} ${w.severity}`, w]));
  return [...distinct.values()].toSorted(
    (a, b) =>
      compareCodePoints(a.scanner, b.scanner) ||
      compareNullable(a.rule_id, b.rule_id) ||
      severityRank(b.severity) - severityRank(a.severity),
  );
}
