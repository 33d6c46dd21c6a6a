import { createClock } from '@securescan/host';
import { expect, it } from 'vitest';
import { createLogger, listSecrets } from './create-logger.ts';
import { makeTestConfig } from '../../test/http/test-config.ts';

const clock = createClock('2026-04-29T20:11:09.123Z');

function start(format: 'json' | 'text', secrets: readonly string[] = []) {
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line) };
  return { lines, log: createLogger({ level: 'info', format }, { clock, secrets, sink }) };
}

it('writes one object per line, with all fields', () => {
  const { log, lines } = start('json');
  log.child({ logger: 'securescan.scan' }).info({ event: 'scan.start', scan_id: 'a', level: 'x' }, 'scan');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'INFO',
    logger: 'securescan.scan',
    message: 'scan',
    ts: '2026-04-29T20:11:09.123+00:00',
    event: 'scan.start',
    scan_id: 'a',
    level_: 'x',
  });
  log.debug({}, 'not wanted');
  log.warn({}, 'warned');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('"level":"WARNING"');
});

it('writes a request as people read it', () => {
  const { log, lines } = start('text');
  log.child({ logger: 'securescan.request' }).info(
    {
      request_id: 'id-1',
      method: 'GET',
      path: '/api/v1/scans',
      status: 200,
      latency_ms: 4.1,
      client: '::1',
      principal: null,
    },
    'request',
  );
  expect(lines).toEqual(['2026-04-29 20:11:09,123 [INFO] securescan.request: GET /api/v1/scans 200 4.10ms id-1\n']);
});

it('keeps what a client sent on its line', () => {
  const { log, lines } = start('text');
  log.warn({ client: 'a\n2026 [INFO] forged', count: 3 }, 'odd');
  expect(lines).toEqual([
    String.raw`2026-04-29 20:11:09,123 [WARNING] securescan.main: odd client="a\n2026 [INFO] forged" count=3` + '\n',
  ]);
});

it('shows an error with its stack', () => {
  const { log, lines } = start('text');
  log.error({ err: new TypeError('broken') }, 'failed');
  expect(lines[0]).toMatch(/failed err="broken"\nTypeError: broken\n\s+at /);
});

const KEY = ['ssk', 'abcdefghij', 'ZYXWVUTSRQPONMLKJIHGFEDCBA987654'].join('_');
const SLACK = ['https://hooks.slack.com/services', 'T00', 'B00', 'planted'].join('/');

it.each([
  ['a field by its name', { authorization: 'planted' }],
  ['a nested field', { headers: { 'X-API-Key': 'planted', cookie: 'planted' } }],
  ['a known value anywhere', { text: 'x planted-secret y' }],
  ['a key of ours', { text: `key ${KEY} was used` }],
  ['a token in a query', { url: '/api/v1/scans/1/events?event_token=planted&x=1' }],
  ['a bearer', { text: 'Authorization: Bearer planted' }],
  ['a password in a URL', { url: 'postgres://user:planted@db.example/x' }],
  ['a chat receiver', { url: SLACK }],
  [
    'the message of an error and its cause',
    { err: new Error('planted-secret', { cause: new Error('planted-secret') }) },
  ],
  ['bytes', { body: Buffer.from('planted') }],
])('takes out %s', (_case, fields) => {
  for (const format of ['json', 'text'] as const) {
    const { log, lines } = start(format, ['planted-secret']);
    log.error(fields, 'leak');
    const text = lines.join('');
    expect(text).toContain('leak');
    expect(text).not.toMatch(/planted(?!-secret-name)|ZYXWVU/);
  }
});

it('knows the secrets of a configuration', () => {
  const config = makeTestConfig({
    auth: { envKey: 'environment-key', eventTokenSecret: 'token-secret' },
    database: { kind: 'postgres', url: 'postgres://u:p%40ss@h/d' },
  });
  expect(listSecrets(config)).toEqual(['environment-key', 'token-secret', 'p%40ss', 'p@ss']);
});
