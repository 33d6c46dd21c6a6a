import { expect, it } from 'vitest';
import {
  extraMembers,
  headerDeviations,
  memberDeviations,
  replayDeviations,
  type ReplayDeviation,
} from './deviations.ts';
import { isFrames, parseFrames, sortFrames } from './frames.ts';
import { ledger } from './ledger.ts';
import { bind, type Bindings, fillIn, fillInValue, unify, type UnifyRules } from './placeholders.ts';
import { readRecorded, type RecordedExchange } from './recorded.ts';
import type { RawAnswer } from './send-raw.ts';
import { sendPatiently } from './service.ts';

/** A server that really listens. */
export interface ReplayServer extends AsyncDisposable {
  readonly origin: string;
}

export interface ReplayOptions<Server extends ReplayServer> {
  /** Starts a server without credentials (`dev`) or with a key (`auth`). One per mode and file. */
  readonly start: (mode: RecordedExchange['mode']) => Promise<Server>;
  /** Values of placeholders that stand for something prepared: `target_a` is a directory that the test has made. */
  readonly bindings?: Readonly<Record<string, string>> | Bindings;
  /** Is called before an exchange: waits for a scan to end, brings about what the name says. */
  readonly before?: (name: string, server: Server, bindings: Bindings) => Promise<void> | void;
  /** Sees what has arrived of a stream so far. */
  readonly during?: (name: string, server: Server, bindings: Bindings, text: string) => void;
}

/**
 * Plays a file of recorded exchanges in order against a real listening server, and compares status, recorded headers and body.
 *
 * Placeholders such as `<scan_a>` bind themselves when they are first met in an answer. What is answered differently on purpose
 * stands in `deviations.ts` with its reason. Every exchange of a file belongs to one test, since later ones build on earlier
 * ones; all differences of a file are told together.
 */
export function replayFile<Server extends ReplayServer>(file: string, options: ReplayOptions<Server>): void {
  it(`answers ${file}.json as recorded`, { timeout: 60_000 }, async () => {
    const differences: string[] = [];
    const servers = new Map<string, Server>();
    const bindings: Bindings =
      options.bindings instanceof Map ? options.bindings : new Map(Object.entries(options.bindings ?? {}));
    try {
      for (const exchange of readRecorded(file)) {
        ledger.played.add(`${file}: ${exchange.name}`);
        const deviation = replayDeviations[file]?.[exchange.name];
        if (deviation?.notPlayed) continue;
        let server = servers.get(exchange.mode);
        if (!server) {
          server = await options.start(exchange.mode);
          servers.set(exchange.mode, server);
        }
        await options.before?.(exchange.name, server, bindings);
        bind(bindings, 'base_url', server.origin);
        bind(bindings, 'host', new URL(server.origin).host);
        const rules = rulesOf(file);
        const found = await play(exchange, deviation, bindings, rules, {
          origin: server.origin,
          onText: (text) => options.during?.(exchange.name, server, bindings, text),
        });
        differences.push(...found.map((difference) => `${exchange.name}: ${difference}`));
      }
    } finally {
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    }
    expect(differences).toEqual([]);
  });
}

async function play(
  { request, response }: RecordedExchange,
  deviation: ReplayDeviation | undefined,
  bindings: Bindings,
  rules: UnifyRules,
  { origin, onText }: { readonly origin: string; readonly onText: (text: string) => void },
): Promise<readonly string[]> {
  const expected = {
    status: deviation?.status ?? response.status,
    headers: { ...response.headers, ...deviation?.headers },
    body: deviation ? toOurBody(deviation, response.body) : response.body,
  };
  const wantsFrames = Array.isArray(expected.body) && isEventStream(response.headers);
  const frames = wantsFrames ? rules.adapt?.('', expected.body) : [];
  const count = Array.isArray(frames) ? frames.length : 0;
  const answer = await sendPatiently(
    origin,
    {
      method: request.method,
      path: fillIn(request.path, bindings),
      ...toBody(request.body, request.headers, bindings),
    },
    (text) => {
      onText(text);
      return wantsFrames && parseFrames(text).length >= count;
    },
  );
  const before = new Map(bindings);
  const differences = compare(answer, expected, bindings, rules);
  if (deviation && compare(answer, response, before, rules).length === 0) {
    return ['is listed as a deviation, but is answered as recorded'];
  }
  return differences;
}

function toOurBody({ members, ...deviation }: ReplayDeviation, recorded: unknown): unknown {
  const body = 'body' in deviation ? deviation.body : recorded;
  return members && typeof body === 'object' ? { ...body, ...members } : body;
}

function toBody(
  body: unknown,
  headers: Readonly<Record<string, string>>,
  bindings: Bindings,
): { readonly headers: Readonly<Record<string, string>>; readonly body?: string } {
  const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fillIn(value, bindings)]));
  if (body === null) return { headers: filled };
  if (typeof body === 'string') return { headers: filled, body: fillIn(body, bindings) };
  return {
    headers: { 'content-type': 'application/json', ...filled },
    body: JSON.stringify(fillInValue(body, bindings)),
  };
}

interface Expected {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: unknown;
}

/** Compares a whole answer with what is expected of it. */
export function compare(
  answer: RawAnswer,
  expected: Expected,
  bindings: Bindings,
  rules: UnifyRules,
): readonly string[] {
  const differences: string[] = [];
  if (answer.status !== expected.status) {
    differences.push(`status: expected ${expected.status}, got ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  for (const [name, value] of Object.entries(expected.headers)) {
    differences.push(...compareHeader(name.toLowerCase(), value, answer, bindings));
  }
  const body = isFrames(expected.body) ? sortFrames(expected.body) : expected.body;
  return [...differences, ...unify(body, toComparable(answer, body), bindings, rules)];
}

/** Compares one header; deliveries, which have no status, are given status 0. */
export function compareHeader(
  name: string,
  recorded: string | null,
  answer: Pick<RawAnswer, 'status' | 'headers'>,
  bindings: Bindings,
): readonly string[] {
  const got = answer.headers[name];
  const differs = (value: string | null): boolean =>
    value === null
      ? got !== undefined
      : unify(value, got ?? null, bindings, { isExtraAllowed: () => false }).length > 0;
  for (const [id, { ours }] of Object.entries(headerDeviations)) {
    const value = ours(name, recorded, answer.status);
    if (value === recorded) continue;
    if (differs(value)) return [`header ${name}: expected ${value ?? 'none'} (${id}), got ${got ?? 'none'}`];
    if (differs(recorded)) ledger.headers.add(id);
    return [];
  }
  return differs(recorded) ? [`header ${name}: expected ${recorded ?? 'none'}, got ${got ?? 'none'}`] : [];
}

/** What the recorded body is compared with: frames, parsed JSON, or text; nothing is recorded as null or ''. */
function toComparable({ headers, text }: RawAnswer, recorded: unknown): unknown {
  if (isEventStream(headers)) return sortFrames(parseFrames(text));
  if (text === '') return recorded === null ? null : '';
  const type = headers['content-type'] ?? '';
  return /^application\/(?:[a-z.]+\+)?json$/.test(type) ? (JSON.parse(text) as unknown) : text;
}

function isEventStream(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true;
}

/** The tables of deviations as rules for the comparison of one file. */
export function rulesOf(file: string): UnifyRules {
  const mine = Object.entries(memberDeviations).filter(([, { files }]) => files === 'all' || files.includes(file));
  const endsWith = (path: string, end: string): boolean =>
    path === end || path.endsWith(`.${end}`) || path.endsWith(`[].${end}`);
  /** All that apply, one after another. */
  const adapt = (path: string, recorded: unknown): readonly [unknown, readonly string[]] => {
    let value = recorded;
    const applied: string[] = [];
    for (const [id, { at, ours }] of mine) {
      if (at !== '*' && !(at === '' ? path === '' : endsWith(path, at))) continue;
      const next = ours(value, path);
      if (next !== value) applied.push(id);
      value = next;
    }
    return [value, applied];
  };
  return {
    isExtraAllowed: (path) => {
      const end = Object.keys(extraMembers).find((member) => endsWith(path, member));
      if (end !== undefined) ledger.extras.add(end);
      return end !== undefined;
    },
    adapt: (path, recorded) => adapt(path, recorded)[0],
    onAdapted: (path, recorded) => {
      for (const id of adapt(path, recorded)[1]) ledger.members.add(id);
    },
  };
}
