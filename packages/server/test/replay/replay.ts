import { expect, it } from 'vitest';
import { extraMembers, replayDeviations, type ReplayDeviation } from './deviations.ts';
import { parseFrames } from './frames.ts';
import { type Bindings, fillIn, fillInValue, type IsExtraAllowed, unify } from './placeholders.ts';
import { readRecorded, type RecordedExchange } from './recorded.ts';
import { type RawAnswer, sendRaw } from './send-raw.ts';

/** A server that really listens. */
export interface ReplayServer extends AsyncDisposable {
  readonly origin: string;
}

export interface ReplayOptions<Server extends ReplayServer> {
  /** Starts a server without credentials (`dev`) or with the environment key `<key:env>` (`auth`). One per mode and file. */
  readonly start: (mode: RecordedExchange['mode']) => Promise<Server>;
  /** Values of placeholders that stand for something prepared: `target_a` is a directory that the test has made. */
  readonly bindings?: Readonly<Record<string, string>>;
  /** Is called before an exchange: waits for a scan to end, brings about what the name says. */
  readonly before?: (name: string, server: Server, bindings: Bindings) => Promise<void> | void;
  /** Exchanges of the file to play; all of them when left out. Those that need other resources are played by their owners. */
  readonly only?: (exchange: RecordedExchange) => boolean;
}

/**
 * Plays a file of recorded exchanges in order against a real listening server, and compares status, recorded headers and body.
 *
 * How to replay the file of a resource: call this from a test file beside it (`packages/server/test/replay/<file>.test.ts`) with
 * a `start` that composes your handlers (`startTestApp` of ../http/test-app.ts) and with `bindings` for the targets of
 * `fixtures.json`. Placeholders such as `<scan_a>` bind themselves when they are first met in an answer. What is answered
 * differently on purpose goes into `deviations.ts` with its reason; members that only our answers have go into `extraMembers`,
 * once each. Every exchange of a file belongs to one test, since later ones build on earlier ones; all differences of a file
 * are told together.
 */
export function replayFile<Server extends ReplayServer>(file: string, options: ReplayOptions<Server>): void {
  it(`answers ${file}.json as recorded`, async () => {
    const differences: string[] = [];
    const servers = new Map<string, Server>();
    const bindings: Bindings = new Map(Object.entries(options.bindings ?? {}));
    try {
      for (const exchange of readRecorded(file)) {
        if (options.only && !options.only(exchange)) continue;
        const deviation = replayDeviations[file]?.[exchange.name];
        if (deviation?.notPlayed) continue;
        let server = servers.get(exchange.mode);
        if (!server) {
          server = await options.start(exchange.mode);
          servers.set(exchange.mode, server);
        }
        bindings.set('base_url', server.origin);
        bindings.set('host', new URL(server.origin).host);
        await options.before?.(exchange.name, server, bindings);
        const found = await play(server.origin, exchange, deviation, bindings);
        differences.push(...found.map((difference) => `${exchange.name}: ${difference}`));
      }
    } finally {
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    }
    expect(differences).toEqual([]);
  });
}

async function play(
  origin: string,
  { request, response }: RecordedExchange,
  deviation: ReplayDeviation | undefined,
  bindings: Bindings,
): Promise<readonly string[]> {
  const wantsFrames =
    Array.isArray(response.body) && response.headers['content-type']?.startsWith('text/event-stream') === true;
  const count = wantsFrames ? (response.body as readonly unknown[]).length : 0;
  const answer = await sendRaw(
    origin,
    {
      method: request.method,
      path: fillIn(request.path, bindings),
      ...toBody(request.body, request.headers, bindings),
    },
    (text) => wantsFrames && parseFrames(text).length >= count,
  );
  if (!deviation) return compare(answer, response, bindings);
  const ours = {
    status: deviation.status ?? response.status,
    headers: { ...response.headers, ...deviation.headers },
    body: 'body' in deviation ? deviation.body : response.body,
  };
  const before = new Map(bindings);
  const differences = compare(answer, ours, bindings);
  if (compare(answer, response, before).length === 0) return ['is listed as a deviation, but is answered as recorded'];
  return differences;
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

function compare(answer: RawAnswer, expected: Expected, bindings: Bindings): readonly string[] {
  const differences: string[] = [];
  if (answer.status !== expected.status) {
    differences.push(`status: expected ${expected.status}, got ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  for (const [name, value] of Object.entries(expected.headers)) {
    const got = answer.headers[name.toLowerCase()];
    if (value === null && got !== undefined) differences.push(`header ${name}: expected none, got ${got}`);
    else if (value !== null && unify(value, got ?? null, bindings, isExtraAllowed).length > 0) {
      differences.push(`header ${name}: expected ${value}, got ${got ?? 'none'}`);
    }
  }
  return [...differences, ...unify(expected.body, toComparable(answer, expected.body), bindings, isExtraAllowed)];
}

/** What the recorded body is compared with: frames, parsed JSON, or text; nothing is recorded as null or ''. */
function toComparable({ headers, text }: RawAnswer, recorded: unknown): unknown {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return parseFrames(text);
  if (text === '') return recorded === null ? null : '';
  return type === 'application/json' ? (JSON.parse(text) as unknown) : text;
}

const isExtraAllowed: IsExtraAllowed = (path) =>
  Object.keys(extraMembers).some((end) => path === end || path.endsWith(`.${end}`) || path.endsWith(`[].${end}`));
