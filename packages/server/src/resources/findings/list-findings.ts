import { Readable } from 'node:stream';
import type { FindingFilter, ScanRecord, Store } from '@securescan/store';
import type { Handler } from '../../http/handler.ts';
import { InputProblem } from '../../problem/http-problem.ts';
import { findVisibleScan } from '../find-visible-scan.ts';
import { toFindingWithStateText } from './finding-text.ts';
import { readFilter } from './read-filter.ts';

/**
 * Findings with their verdicts: a page, or all of them in pieces. The total is told where it is known without counting, and on the
 * first page of a filtered list.
 */
export function createListFindings(store: Store): Handler<'listFindings'> {
  return async ({ params, query }, { principal }) => {
    const scan = await findVisibleScan(store, params.scan_id, principal);
    const filter = readFilter(query);
    if (filter === null || scan.status === 'pending' || scan.status === 'running') {
      return { jsonText: '[]', headers: { 'X-Total-Count': '0' } };
    }
    const { limit, offset } = query;
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const isFirst = after === undefined;
    const total = findKnownTotal(scan, filter) ?? (isFirst ? await store.findings.count(scan.id, filter) : null);
    const headers: Record<string, string> = total === null ? {} : { 'X-Total-Count': String(total) };
    if (limit === undefined && isFirst && offset === undefined) {
      return { jsonText: Readable.from(writeAll(store, scan.id, filter)), headers };
    }
    const size = limit ?? 10_000;
    const found = await store.findings.list(scan.id, filter, {
      // One more than asked for tells whether there is a next page.
      limit: size + 1,
      ...(after === undefined ? {} : { after }),
      ...(offset === undefined ? {} : { offset }),
    });
    const page = found.slice(0, size);
    const last = page.at(-1);
    if (found.length > size && last !== undefined) {
      const cursor = String(last.ordinal);
      headers['X-Next-Cursor'] = cursor;
      headers['Link'] = `<${toNextAddress(query, cursor)}>; rel="next"`;
    }
    return { jsonText: `[${page.map(toFindingWithStateText).join(',')}]`, headers };
  };
}

async function* writeAll(store: Store, scanId: string, filter: FindingFilter): AsyncGenerator<string> {
  let separator = '[';
  for await (const piece of store.findings.stream(scanId, filter)) {
    yield separator + piece.map(toFindingWithStateText).join(',');
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

/** The counters of the scan answer for the whole list and for one severity. */
function findKnownTotal(scan: ScanRecord, filter: FindingFilter): number | null {
  const { severity, includeSuppressed, ...others } = filter;
  if (includeSuppressed || Object.keys(others).length > 0) return null;
  return severity === undefined ? scan.findingsCount : scan.severityCounts[severity];
}

/** A cursor is the place of the last finding of the page before. */
function readCursor(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InputProblem([
    {
      type: 'value_error',
      loc: ['query', 'cursor'],
      msg: 'Value error, not a cursor of this list',
      input: text,
      ctx: { error: {} },
    },
  ]);
}

/** Relative to the request's own address, so no host that a client sent is repeated. */
function toNextAddress(query: Readonly<Record<string, string | number | boolean | undefined>>, cursor: string): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'cursor' && name !== 'offset') next.set(name, String(value));
  }
  next.set('cursor', cursor);
  return `?${next.toString()}`;
}
