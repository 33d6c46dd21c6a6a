import { compareCodePoints, SEVERITIES, TRIAGE_STATUSES } from '@securescan/model';
import type { FindingTally, Store } from '@securescan/store';
import type { Handler } from '../../http/handler.ts';
import { findVisibleScan } from '../find-visible-scan.ts';
import { type FindingQuery, readFilter } from './read-filter.ts';

const DIMENSIONS = ['severity', 'status', 'scanner'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** Counts what each choice would show: the table is read once, whatever is chosen. */
export function createCountFindings(store: Store): Handler<'countFindings'> {
  return async ({ params, query }, { principal }) => {
    const scan = await findVisibleScan(store, params.scan_id, principal);
    const { severity: _severity, status: _status, scanner: _scanner, ...others } = query;
    const filter = readFilter(others);
    const tallies = filter === null ? [] : await store.findings.tally(scan.id, filter);
    const passes = toTests(query);
    const count = (isCounted: (tally: FindingTally) => boolean): number =>
      tallies.reduce((sum, tally) => (isCounted(tally) ? sum + tally.count : sum), 0);
    const choices = (dimension: Dimension) => {
      const rest = DIMENSIONS.filter((other) => other !== dimension);
      return (word: string): number =>
        count((tally) => tally[dimension] === word && rest.every((other) => passes[other](tally[other])));
    };
    const names = [...new Set(tallies.map(({ scanner }) => scanner))].toSorted(compareCodePoints);
    const [bySeverity, byStatus, byScanner] = [choices('severity'), choices('status'), choices('scanner')];
    return {
      json: {
        total: count((tally) => DIMENSIONS.every((dimension) => passes[dimension](tally[dimension]))),
        severity: toRecord(SEVERITIES, bySeverity),
        status: toRecord(TRIAGE_STATUSES, byStatus),
        scanner: names.map((name) => ({ name, count: byScanner(name) })),
      },
    };
  };
}

/** A test of each filter; a filter that is not there lets everything pass. */
function toTests(query: FindingQuery): Readonly<Record<Dimension, (word: string) => boolean>> {
  const test = (text: string | undefined) => {
    if (text === undefined || text.trim() === '') return () => true;
    const words = new Set(text.split(',').map((word) => word.trim()));
    return (word: string) => words.has(word);
  };
  return { severity: test(query.severity), status: test(query.status), scanner: test(query.scanner) };
}

function toRecord<const Word extends string>(
  words: readonly Word[],
  count: (word: Word) => number,
): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, count(word)])) as Record<Word, number>;
}
