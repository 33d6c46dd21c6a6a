import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Store, WafFindingFilter, WafRunSummary } from '@securescan/store';
import { visibleProjects } from '../../auth/projects.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers } from '../../http/handler.ts';
import { notFound } from '../../problem/http-problem.ts';
import { type EffectiveWaivers, NO_WAIVERS } from './effective-waivers.ts';
import { toCondition } from './list-runs.ts';
import { toNextAddress } from './next-address.ts';
import { presentControlsMeta, presentDetail, presentFinding } from './present.ts';
import { readAllFindings, readFindings, type Reading, readWaiversFor } from './read-findings.ts';

/** Runs never change. */
const FOR_EVER = 'private, max-age=31536000, immutable';
/** What waivers have a part in is asked about each time. */
const EACH_TIME = 'private, no-cache';
/** Runs with more findings are written in parts. */
const WHOLE = 1000;

type ReadHandlers = Handlers<'getWafRun' | 'listWafRunControls' | 'listWafRunFindings'>;

export function createReadRun({ store, clock }: ServerDeps): ReadHandlers {
  const today = (): string => clock.now().toISOString().slice(0, 10);

  return {
    async getWafRun({ params, query }, { principal }) {
      const run = await store.waf.runs.detail(params.run_id, visibleProjects(principal));
      if (run === undefined) throw runNotFound();
      const waivers = await readWaiversFor(store, run, query, today());
      const headers = toCacheHeaders(run, query, waivers);
      const options = { filter: {}, waivers, raw: query.raw };
      const detail = presentDetail(run);
      if (run.findingsCount > WHOLE) {
        return { jsonText: Readable.from(writeDetail(JSON.stringify(detail), store, run.id, options)), headers };
      }
      const findings = await readAllFindings(store, run.id, options);
      return { json: { ...detail, findings: findings.map(presentFinding) }, headers };
    },

    async listWafRunControls({ params }, { principal }) {
      const controls = await store.waf.runs.controlsMeta(params.run_id, visibleProjects(principal));
      if (controls === undefined) throw runNotFound();
      return {
        json: presentControlsMeta(controls),
        headers: { etag: `"${params.run_id}"`, 'cache-control': FOR_EVER },
      };
    },

    async listWafRunFindings({ params, query }, { principal }) {
      const run = await findVisibleRun(store, params.run_id, principal);
      const waivers = await readWaiversFor(store, run, query, today());
      const headers = toCacheHeaders(run, query, waivers);
      const options = { filter: toFilter(query), waivers, raw: query.raw, start: query.cursor };
      if (query.limit === undefined) {
        if (run.findingsCount > WHOLE) {
          return { jsonText: Readable.from(writeFindings(store, run.id, options)), headers };
        }
        return { json: (await readAllFindings(store, run.id, options)).map(presentFinding), headers };
      }
      const page = await readPage(store, run.id, options, query.limit);
      if (page.cursor !== null) {
        headers['X-Next-Cursor'] = page.cursor;
        headers['Link'] = `<${toNextAddress(query, page.cursor)}>; rel="next"`;
      }
      return { json: page.findings.map(presentFinding), headers };
    },
  };
}

function runNotFound(): Error {
  return notFound('Run not found');
}

/** @throws HttpProblem 404, also when it belongs to another project */
export async function findVisibleRun(store: Store, id: string, principal: Principal): Promise<WafRunSummary> {
  const run = await store.waf.runs.find(id, visibleProjects(principal));
  if (run === undefined) throw runNotFound();
  return run;
}

export function toCacheHeaders(
  { id }: Pick<WafRunSummary, 'id'>,
  { raw }: Reading,
  waivers: EffectiveWaivers,
): Record<string, string> {
  if (raw) return { etag: `"${id}"`, 'cache-control': FOR_EVER };
  const tag = waivers === NO_WAIVERS ? 'none' : hash('sha1', waivers.tag, 'base64url');
  return { etag: `"${id}-${tag}"`, 'cache-control': EACH_TIME };
}

function toFilter(query: {
  readonly severity?: string | undefined;
  readonly pillar?: string | undefined;
  readonly status?: string | undefined;
  readonly control_id?: string | undefined;
  readonly check_id?: string | undefined;
  readonly resource?: string | undefined;
}): WafFindingFilter {
  return {
    ...toCondition('severity', query.severity),
    ...toCondition('pillar', query.pillar),
    ...toCondition('status', query.status),
    ...toCondition('controlId', query.control_id),
    ...toCondition('checkId', query.check_id),
    ...toCondition('resource', query.resource),
  };
}

type Options = Parameters<typeof readFindings>[2];

async function readPage(store: Store, runId: string, options: Options, limit: number) {
  const found = [];
  for await (const part of readFindings(store, runId, options)) {
    found.push(...part);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  const cursor = found.length > limit ? String(page.at(-1)?.ordinal) : null;
  return { findings: page.map(({ finding }) => finding), cursor };
}

async function* writeFindings(store: Store, runId: string, options: Options): AsyncGenerator<string> {
  let separator = '[';
  for await (const part of readFindings(store, runId, options)) {
    if (part.length === 0) continue;
    yield separator + part.map(({ finding }) => JSON.stringify(presentFinding(finding))).join(',');
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

async function* writeDetail(detail: string, store: Store, runId: string, options: Options): AsyncGenerator<string> {
  yield `${detail.slice(0, -1)},"findings":`;
  yield* writeFindings(store, runId, options);
  yield '}';
}
