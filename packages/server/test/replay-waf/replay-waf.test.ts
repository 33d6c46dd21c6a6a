import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDatabases, type TestLocation } from '@securescan/testkit/databases';
import { describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../http/test-service.ts';
import { bind, type Bindings, fillIn, fillInValue, unify } from '../replay/placeholders.ts';
import { sendPatiently } from '../replay/service.ts';
import { deviations, extraMembers, headerDeviations, type WafDeviation } from './deviations.ts';
import { writeMiniControls } from './mini-controls.ts';
import { MENDED_PATHS, type Mode, modeOf, readRecorded, type RecordedExchange } from './recorded.ts';

const recorded = readRecorded();
const ORIGINS = ['http://localhost:3000', 'http://localhost:5173'];

/** What was needed of the tables, so that nothing is listed in vain. */
const needed = { played: new Set<string>(), extras: new Set<string>(), headers: new Set<string>() };

describeDatabases('the recorded exchanges of WAF++', (makeDatabase) => {
  it('are answered as recorded, or as the table of deviations says', { timeout: 120_000 }, async () => {
    const root = await mkdtemp(join(tmpdir(), 'securescan-replay-waf-'));
    const servers = new Map<Mode, TestService>();
    const differences: string[] = [];
    const bindings: Bindings = new Map();
    try {
      const directories = await makeControls(root);
      for (const exchange of recorded) {
        const mode = modeOf(exchange);
        const server = servers.get(mode) ?? (await start(directories[mode], await makeDatabase()));
        servers.set(mode, server);
        bind(bindings, 'controls_dir', directories[mode]);
        bind(bindings, 'host', new URL(server.origin).host);
        bind(bindings, 'tmpdir', root);
        const found = await play(exchange, server.origin, bindings);
        bindRuns(bindings);
        needed.played.add(exchange.name);
        differences.push(...found.map((difference) => `${exchange.name}: ${difference}`));
      }
    } finally {
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    }
    expect(differences).toEqual([]);
  });
});

/** Comes last: everything has been played by now. */
describe('nothing is left out', () => {
  it('plays all 178 exchanges', () => {
    expect(recorded).toHaveLength(178);
    expect(recorded.filter(({ name }) => !needed.played.has(name))).toEqual([]);
  });

  it('lists no deviation in vain, and a reason for each', () => {
    expect(Object.keys(deviations).filter((name) => !needed.played.has(name))).toEqual([]);
    expect(Object.keys(extraMembers).filter((end) => !needed.extras.has(end))).toEqual([]);
    expect(Object.keys(headerDeviations).filter((id) => !needed.headers.has(id))).toEqual([]);
    const reasons = [...Object.values(deviations), ...Object.values(headerDeviations)].map(({ because }) => because);
    expect(
      [...reasons, ...Object.values(extraMembers)].filter(
        (reason) => !/^(?:ruling \d|§\d|hardening [A-Z]\d|recording:)/.test(reason),
      ),
    ).toEqual([]);
  });
});

async function makeControls(root: string): Promise<Readonly<Record<Mode, string>>> {
  const mini = join(root, 'controls');
  const empty = join(root, 'no-controls');
  await writeMiniControls(mini);
  await mkdir(empty);
  return { main: mini, aside: mini, mini, empty, missing: join(root, 'nowhere') };
}

function start(controlsDirectory: string, database: TestLocation): Promise<TestService> {
  return startTestService({
    config: { database, cors: { origins: ORIGINS }, dashboard: false, waf: { controlsDirectory } },
  });
}

/** Other spellings of the ids of runs. */
function bindRuns(bindings: Bindings): void {
  for (const [name, id] of bindings) {
    if (!/^uuid:\d+$/.test(name)) continue;
    bindings.set(`${name} upper case`, id.toUpperCase());
    bindings.set(`${name} without dashes`, id.replaceAll('-', ''));
  }
}

async function play(exchange: RecordedExchange, origin: string, bindings: Bindings): Promise<readonly string[]> {
  const { request, name } = exchange;
  const { raw_body: raw, body } = request;
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(fillInValue(body, bindings)));
  const answer = await sendPatiently(origin, {
    method: request.method,
    path: MENDED_PATHS[name] ?? fillIn(request.path, bindings),
    headers: request.headers ?? {},
    ...(sent === undefined ? {} : { body: sent }),
  });
  const before = new Map(bindings);
  const deviation = deviations[name];
  const differences = compare(answer, expectedOf(exchange, deviation), exchange, bindings);
  if (deviation && compare(answer, expectedOf(exchange, undefined), exchange, before).length === 0) {
    return ['is listed as a deviation, but is answered as recorded'];
  }
  return differences;
}

interface Expected {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: unknown;
}

function expectedOf(exchange: RecordedExchange, deviation: WafDeviation | undefined): Expected {
  const { status, headers = {}, body = null } = exchange.response;
  const changed = deviation?.change ? deviation.change(body, exchange) : body;
  return {
    status: deviation?.status ?? status,
    headers: { ...headers, ...deviation?.headers },
    body: deviation && 'body' in deviation ? deviation.body : changed,
  };
}

function compare(
  answer: Awaited<ReturnType<typeof sendPatiently>>,
  expected: Expected,
  exchange: RecordedExchange,
  bindings: Bindings,
): readonly string[] {
  const differences: string[] = [];
  if (answer.status !== expected.status) {
    differences.push(`status: expected ${expected.status}, got ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  for (const [name, value] of Object.entries(expected.headers)) {
    const difference = compareHeader(name, value, answer.headers[name], exchange, bindings);
    if (difference !== null) differences.push(difference);
  }
  const body = toComparable(answer, expected.body);
  return [...differences, ...unify(expected.body, body, bindings, { isExtraAllowed })];
}

function compareHeader(
  name: string,
  value: string | null,
  got: string | undefined,
  exchange: RecordedExchange,
  bindings: Bindings,
): string | null {
  const fits = (wanted: string | null): boolean =>
    wanted === null ? got === undefined : got !== undefined && fillIn(wanted, bindings) === got;
  if (fits(value)) return null;
  for (const [id, { ours }] of Object.entries(headerDeviations)) {
    if (value === null) break;
    const wanted = ours(name, value, exchange);
    if (wanted === value || !fits(wanted)) continue;
    needed.headers.add(id);
    return null;
  }
  return `header ${name}: expected ${value ?? 'none'}, got ${got ?? 'none'}`;
}

/** What was recorded of a page or of the document are a few facts. */
function toComparable(
  { headers, text }: { readonly headers: Readonly<Record<string, string>>; readonly text: string },
  recordedBody: unknown,
): unknown {
  if (text === '') return recordedBody === null ? null : '';
  const facts = Object(recordedBody) as object;
  if ('html_title' in facts) return { html_title: /<title>(.*)<\/title>/.exec(text)?.[1] };
  if (headers['content-type'] !== 'application/json') return text;
  const body = JSON.parse(text) as unknown;
  return 'info.title' in facts && 'paths' in facts ? toDocumentFacts(body, Object.keys(Object(facts.paths))) : body;
}

function toDocumentFacts(document: unknown, paths: readonly string[]): unknown {
  const {
    openapi,
    info,
    paths: ours,
  } = document as {
    readonly openapi: string;
    readonly info: { readonly title: string; readonly version: string };
    readonly paths: Readonly<Record<string, object>>;
  };
  const methods = paths.map((path) => [path, Object.keys(ours[path] ?? {}).toSorted()]);
  return { openapi, 'info.title': info.title, 'info.version': info.version, paths: Object.fromEntries(methods) };
}

function isExtraAllowed(path: string): boolean {
  const end = Object.keys(extraMembers).find((member) => path === member || path.endsWith(`.${member}`));
  if (end !== undefined) needed.extras.add(end);
  return end !== undefined;
}
