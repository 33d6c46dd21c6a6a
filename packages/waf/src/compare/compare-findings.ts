import { compareCodePoints } from '@securescan/model';
import { CONTROL_SEVERITIES } from '../controls/control.ts';

/** What a comparison needs of a finding. Statuses in upper case. */
export interface ComparableFinding {
  readonly control_id: string;
  readonly check_id: string;
  readonly resource: string;
  readonly severity: string;
  readonly status: string;
  /** Empty or absent in documents of other programs. */
  readonly fingerprint?: string;
  /** Not null when a waiver covers the failure. */
  readonly waived?: unknown;
}

export interface ComparableRun<F extends ComparableFinding> {
  readonly score: number;
  readonly pillar_scores: Readonly<Record<string, number>>;
  /** Ids of the controls that were loaded; empty when the run does not say. */
  readonly controls: readonly string[];
  readonly findings: readonly F[];
}

export interface ChangedFinding<F> {
  readonly before: F;
  readonly after: F;
}

/** How the failures of two runs differ. Each failure of either run is in exactly one list, except for `changed_severity`. */
export interface FindingComparison<F> {
  /** Fails, and did not before. */
  readonly new: readonly F[];
  /** Fails by a control that the run before did not have: not the code is newly wrong. */
  readonly new_by_control: readonly F[];
  readonly fixed: readonly F[];
  readonly persisting: readonly F[];
  /** Of the persisting ones those whose severity is another. */
  readonly changed_severity: readonly ChangedFinding<F>[];
  /** Failed, and is covered by a waiver now. */
  readonly waived: readonly F[];
  /** Failed, and could not be decided now. */
  readonly no_longer_evaluated: readonly F[];
  /** Failed, and its resource is not in the code any more. */
  readonly resource_gone: readonly F[];
  /** Failed, and its control (or check) was not run now. */
  readonly control_not_loaded: readonly F[];
  /** Above zero is better. */
  readonly score_delta: number;
  /** By pillar; null where only one of the runs has the pillar. */
  readonly pillar_deltas: Readonly<Record<string, number | null>>;
}

/** Compares an earlier run with a later one. Lists are by severity, control, check, resource. */
export function compareFindings<F extends ComparableFinding>(
  before: ComparableRun<F>,
  after: ComparableRun<F>,
): FindingComparison<F> {
  const keyOf = chooseKey(before.findings, after.findings);
  const older = indexByKey(before.findings, keyOf);
  const newer = indexByKey(after.findings, keyOf);
  const loadedBefore = loadedControls(before);
  const loadedAfter = loadedControls(after);
  const resourcesAfter = new Set(after.findings.map(({ resource }) => resource));

  const lists = {
    new: [] as F[],
    new_by_control: [] as F[],
    fixed: [] as F[],
    persisting: [] as F[],
    changed_severity: [] as ChangedFinding<F>[],
    waived: [] as F[],
    no_longer_evaluated: [] as F[],
    resource_gone: [] as F[],
    control_not_loaded: [] as F[],
  };
  for (const [key, finding] of newer) {
    if (!isOpen(finding)) continue;
    const earlier = older.get(key);
    if (earlier === undefined || !isOpen(earlier)) {
      const known = loadedBefore.has(finding.control_id.toUpperCase());
      (known ? lists.new : lists.new_by_control).push(finding);
      continue;
    }
    lists.persisting.push(finding);
    if (earlier.severity.toLowerCase() !== finding.severity.toLowerCase()) {
      lists.changed_severity.push({ before: earlier, after: finding });
    }
  }
  for (const [key, finding] of older) {
    if (!isOpen(finding)) continue;
    const later = newer.get(key);
    if (later !== undefined && isOpen(later)) continue;
    if (later === undefined) lists[whyAbsent(finding)].push(finding);
    else if (later.status === 'PASS') lists.fixed.push(finding);
    else if (later.status === 'SKIP') lists.no_longer_evaluated.push(finding);
    else lists.waived.push(finding);
  }

  return {
    new: lists.new.toSorted(compareOf),
    new_by_control: lists.new_by_control.toSorted(compareOf),
    fixed: lists.fixed.toSorted(compareOf),
    persisting: lists.persisting.toSorted(compareOf),
    changed_severity: lists.changed_severity.toSorted((a, b) => compareOf(a.after, b.after)),
    waived: lists.waived.toSorted(compareOf),
    no_longer_evaluated: lists.no_longer_evaluated.toSorted(compareOf),
    resource_gone: lists.resource_gone.toSorted(compareOf),
    control_not_loaded: lists.control_not_loaded.toSorted(compareOf),
    score_delta: after.score - before.score,
    pillar_deltas: deltas(before.pillar_scores, after.pillar_scores),
  };

  function whyAbsent({ control_id, resource }: F): 'control_not_loaded' | 'resource_gone' {
    if (!loadedAfter.has(control_id.toUpperCase())) return 'control_not_loaded';
    return resourcesAfter.has(resource) ? 'control_not_loaded' : 'resource_gone';
  }
}

function isOpen({ status, waived }: ComparableFinding): boolean {
  return status === 'FAIL' && (waived === null || waived === undefined);
}

/** Fingerprints where all findings have one, else what they are made of but the file. */
function chooseKey(...lists: readonly (readonly ComparableFinding[])[]): (finding: ComparableFinding) => string {
  const all = lists.every((list) => list.every(({ fingerprint }) => fingerprint !== undefined && fingerprint !== ''));
  return all
    ? ({ fingerprint }) => fingerprint ?? ''
    : ({ control_id, check_id, resource }) => JSON.stringify([control_id.toUpperCase(), check_id, resource]);
}

/** Of several findings with one key the open one counts. */
function indexByKey<F extends ComparableFinding>(
  findings: readonly F[],
  keyOf: (finding: F) => string,
): ReadonlyMap<string, F> {
  const index = new Map<string, F>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = index.get(key);
    if (known === undefined || (!isOpen(known) && isOpen(finding))) index.set(key, finding);
  }
  return index;
}

function loadedControls({ controls, findings }: ComparableRun<ComparableFinding>): ReadonlySet<string> {
  const ids = controls.length > 0 ? controls : findings.map(({ control_id }) => control_id);
  return new Set(ids.map((id) => id.toUpperCase()));
}

function compareOf(a: ComparableFinding, b: ComparableFinding): number {
  return (
    rankOf(a.severity) - rankOf(b.severity) ||
    compareCodePoints(a.control_id, b.control_id) ||
    compareCodePoints(a.check_id, b.check_id) ||
    compareCodePoints(a.resource, b.resource)
  );
}

function rankOf(severity: string): number {
  const index = (CONTROL_SEVERITIES as readonly string[]).indexOf(severity.toLowerCase());
  return index < 0 ? CONTROL_SEVERITIES.length : index;
}

function deltas(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number | null>> {
  const pillars = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareCodePoints);
  return Object.fromEntries(
    pillars.map((pillar) => {
      const [old, now] = [before[pillar], after[pillar]];
      return [pillar, old === undefined || now === undefined ? null : now - old];
    }),
  );
}
