import type { Store, WafRunCursor, WafRunQuery } from '@securescan/store';
import { visibleProjects } from '../../auth/projects.ts';
import type { Handler, Inputs } from '../../http/handler.ts';
import { readCursor, toCursorText } from '../scans/cursor.ts';
import { type Page, PageCache } from '../scans/page-cache.ts';
import { toNextAddress } from './next-address.ts';
import { presentSummary } from './present.ts';
import { readInstant } from './read-instant.ts';

/** Runs, a page at a time, as a bare list. */
export function createListRuns(store: Store): Handler<'listWafRuns'> {
  const pages = new PageCache();

  async function readPage(query: Inputs<'listWafRuns'>['query'], wanted: WafRunQuery): Promise<Page> {
    const { after: _after, offset: _offset, ...filter } = wanted;
    const headers: Record<string, string> = { 'X-Total-Count': String(await store.waf.runs.count(filter)) };
    // One more than asked for tells whether there is a next page.
    const found = await store.waf.runs.list({ ...wanted, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    if (found.length > query.limit && last !== undefined) {
      const cursor = toCursorText(last);
      headers['X-Next-Cursor'] = cursor;
      headers['Link'] = `<${toNextAddress(query, cursor)}>; rel="next"`;
    }
    return { jsonText: JSON.stringify(page.map(presentSummary)), headers };
  }

  return async ({ query }, { principal }) => {
    const wanted: WafRunQuery = {
      projects: visibleProjects(principal),
      ...toCondition('project', query.project),
      ...toCondition('branch', query.branch),
      ...toCondition('stage', query.stage),
      ...(query.since === undefined ? {} : { since: readInstant('since', query.since) }),
      ...(query.until === undefined ? {} : { until: readInstant('until', query.until) }),
      ...(query.cursor === undefined ? {} : { after: readCursor(query.cursor) satisfies WafRunCursor }),
      ...(query.offset === 0 ? {} : { offset: query.offset }),
    };
    const name = JSON.stringify([wanted, query]);
    const token = await store.scans.changeToken();
    const page = pages.find(token, name) ?? (await readPage(query, wanted));
    pages.keep(token, name, page);
    return { jsonText: page.jsonText ?? '[]', headers: { ...page.headers, 'cache-control': 'private, no-cache' } };
  };
}

/** An empty text is no filter. */
export function toCondition<Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [N in Name]?: string } {
  return (text === undefined || text === '' ? {} : { [name]: text }) as { readonly [N in Name]?: string };
}
