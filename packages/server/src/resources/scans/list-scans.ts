import { Readable } from 'node:stream';
import type { ScanQuery, Store } from '@securescan/store';
import { visibleProjects } from '../../auth/projects.ts';
import type { Handler, Inputs } from '../../http/handler.ts';
import { readCursor, readSince, toCursorText } from './cursor.ts';
import type { Page } from './page-cache.ts';
import { PageCache } from './page-cache.ts';
import { ScanTexts } from './scan-texts.ts';

/** Scans that are read and written at once; between two parts other requests have their turn. */
const PART = 200;

/** The list: a page, or all of it in parts when no limit is given. */
export function createListScans(store: Store): Handler<'listScans'> {
  const texts = new ScanTexts(store);
  const pages = new PageCache();

  async function* renderAll(query: ScanQuery): AsyncGenerator<string> {
    let part = await store.scans.listKeys({ ...query, limit: PART });
    let separator = '[';
    while (part.length > 0) {
      const rendered = await texts.render(part);
      if (rendered.length > 0) {
        yield separator + rendered.join(',');
        separator = ',';
      }
      const last = part.at(-1);
      if (part.length < PART || last === undefined) break;
      const { offset: _, ...rest } = query;
      part = await store.scans.listKeys({ ...rest, limit: PART, after: last });
    }
    yield separator === '[' ? '[]' : ']';
  }

  async function readPage(query: Inputs<'listScans'>['query'], wanted: ScanQuery): Promise<Page> {
    const headers: Record<string, string> = { 'X-Total-Count': String(await store.scans.count(wanted)) };
    const limit = query.limit ?? PART;
    // One more than asked for tells whether there is a next page.
    const found = await store.scans.listKeys({ ...wanted, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    if (query.limit === undefined && hasMore) return { jsonText: null, headers };
    if (hasMore) {
      const cursor = toCursorText(last);
      headers['X-Next-Cursor'] = cursor;
      headers['Link'] = `<${toNextAddress(query, cursor)}>; rel="next"`;
    }
    return { jsonText: `[${(await texts.render(page)).join(',')}]`, headers };
  }

  return async ({ query }, { principal }) => {
    const wanted: ScanQuery = {
      projects: visibleProjects(principal),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.target === undefined ? {} : { target: query.target }),
      ...(query.since === undefined ? {} : { since: readSince(query.since) }),
      ...(query.cursor === undefined ? {} : { after: readCursor(query.cursor) }),
      ...(query.offset === undefined ? {} : { offset: query.offset }),
    };
    const name = JSON.stringify([wanted, query]);
    const token = await store.scans.changeToken();
    const page = pages.find(token, name) ?? (await readPage(query, wanted));
    pages.keep(token, name, page);
    const { jsonText, headers } = page;
    return jsonText === null ? { jsonText: Readable.from(renderAll(wanted)), headers } : { jsonText, headers };
  };
}

/** Relative to the request's own address, so no host that a client sent is repeated. */
function toNextAddress(query: Readonly<Record<string, string | number | undefined>>, cursor: string): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'cursor' && name !== 'offset') next.set(name, String(value));
  }
  next.set('cursor', cursor);
  return `?${next.toString()}`;
}
