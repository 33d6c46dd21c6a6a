import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { listErrorAnswers, type Route, routes } from '@securescan/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../build-command.ts';
import { listCodeBlocks, listMembers, readPage } from './docs/code-blocks.ts';
import { readEventMembers } from './docs/event-members.ts';
import { makeOldDatabase } from './docs/old-database.ts';
import { openReceiver, type Received, type Receiver } from './docs/receiver.ts';
import { runBlocks } from './docs/shell.ts';
import { ask, isOnThisMachine, verifiers } from './docs/verifiers.ts';
import { API_KEY, call, type ServerProcess, startServerProcess } from './server-process.ts';

const work = mkdtempSync(join(tmpdir(), 'securescan-docs-'));
const eventMembers = readEventMembers(readPage('docs/reference/events.md'));
const webhookPage = readPage('docs/guide/webhooks.md');
const isReady = isOnThisMachine(['curl', '--version']) && isOnThisMachine(['jq', '--version']);

let server: ServerProcess;
let receiver: Receiver;
let url: string;
let webhook: { readonly id: string; readonly secret: string };

/** What a reader's shell has. */
const shellEnv = () => ({ PATH: process.env['PATH'] ?? '', HOME: work, URL: url, KEY: API_KEY });

async function scan(path: string): Promise<string> {
  const { body } = await call(url, 'POST', '/api/v1/scans', { target_path: path, scan_types: ['code'] });
  const { id } = body as { readonly id: string };
  await call(url, 'GET', `/api/v1/scans/${id}/events`);
  return id;
}

beforeAll(async () => {
  await ensureBuilt();
  for (const name of ['bin', 'broken', 'small']) mkdirSync(join(work, name));
  // A scanner that fails, and a project whose scan fails.
  writeFileSync(
    join(work, 'bin', 'bandit'),
    '#!/bin/sh\n[ "$1" = --version ] && echo "bandit 1.9.4" && exit 0\nexit 3\n',
    { mode: 0o755 },
  );
  writeFileSync(join(work, 'small', 'app.py'), 'x = 1\n');
  writeFileSync(join(work, 'broken', '.securescan.yml'), 'scan_typos: [code]\n');
  receiver = await openReceiver();
  server = startServerProcess({
    database: { kind: 'sqlite', path: join(work, 'scans.db') },
    env: {
      PATH: [join(work, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      HOME: work,
      SECURESCAN_TOOLS_DIR: join(work, 'tools'),
      SECURESCAN_WEBHOOK_ALLOW_PRIVATE: '1',
      SECURESCAN_RATE_LIMIT_ENABLED: '1',
    },
  });
  url = await server.listening;
  const event_filter = ['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test'];
  const made = await call(url, 'POST', '/api/v1/webhooks', { name: 'docs', url: receiver.url, event_filter });
  webhook = made.body as typeof webhook;
});

afterAll(async () => {
  await server.stop();
  await receiver[Symbol.asyncDispose]();
  rmSync(work, { recursive: true, force: true });
});

describe('the guides', () => {
  /** Runs the shell blocks of a page that call the server, and compares what they print with what the page shows. */
  async function follow(page: string, env: Readonly<Record<string, string>>): Promise<void> {
    const blocks = listCodeBlocks(readPage(page)).filter(
      ({ language, text }) => language === 'sh' && text.includes('curl'),
    );
    expect(blocks.length).toBeGreaterThan(3);
    const cwd = mkdtempSync(join(work, 'reader-'));
    const printed = await runBlocks(
      blocks.map(({ text }) => text),
      { cwd, env: { ...shellEnv(), ...env } },
    );
    for (const [index, { prints }] of blocks.entries()) {
      if (prints === null) continue;
      expect(listMembers(JSON.parse(printed[index]?.output ?? '')), blocks[index]?.text).toEqual(listMembers(prints));
    }
  }

  it.skipIf(!isReady)('the calls of the guide to the API work', { timeout: 120_000 }, async () => {
    await follow('docs/guide/api.md', {});
  });

  it.skipIf(!isReady)('the calls of the guides to verdicts and webhooks work', { timeout: 120_000 }, async () => {
    const id = await scan('examples/docker');
    await follow('docs/guide/triage.md', { FINGERPRINT: '0123456789abcdef'.repeat(4), SCAN: id });
    await receiver.next('scan.complete');
    const { body } = await call(url, 'GET', `/api/v1/webhooks/${webhook.id}/deliveries`);
    const first = (body as readonly { readonly id: string; readonly status: string }[]).find(
      ({ status }) => status === 'succeeded',
    );
    await follow('docs/guide/webhooks.md', { WEBHOOK: webhook.id, DELIVERY: first?.id ?? '' });
  });
});

describe('the reference of events', () => {
  it.each(['small', 'broken'])('names every event and member of the stream of a scan: %s', async (name) => {
    const id = await scan(join(work, name));
    const { body } = await call(url, 'GET', `/api/v1/scans/${id}/events`);
    const frames = [...String(body).matchAll(/^event: (.*)\ndata: (.*)$/gm)];
    expect(frames.at(-1)?.[1]).toBe(name === 'small' ? 'scan.complete' : 'scan.failed');
    for (const [, event = '', data = ''] of frames) {
      expect(Object.keys(JSON.parse(data) as object).toSorted(), event).toEqual(eventMembers.get(event));
    }
  });

  it('has the events of its table, in that order', () => {
    const table = [...readPage('docs/reference/events.md').matchAll(/^\| \[(.*?)\]/gm)].map(([, event]) => event);
    expect([...eventMembers.keys()]).toEqual(table);
  });
});

describe('tables', () => {
  /** First words in backticks of the rows of a page, or plain first cells. */
  const cells = (page: string, pattern: RegExp): readonly string[] =>
    [...readPage(page).matchAll(pattern)].map(([, cell = '']) => cell);

  it('the reference of errors has every status that a route answers', () => {
    const statuses = Object.values<Route>(routes).flatMap((route) =>
      listErrorAnswers(route).map(({ status }) => status),
    );
    const listed = cells('docs/reference/http-errors.md', /^\| (\d{3}) +\|/gm);
    expect(listed).toEqual(expect.arrayContaining([...new Set(statuses)].map(String)));
  });

  it('the guide to running it has every metric, and no other', async () => {
    const { body } = await call(url, 'GET', '/metrics');
    const served = [...String(body).matchAll(/^# TYPE (securescan_\w+)/gm)].map(([, name = '']) => name);
    const rows = cells('docs/guide/deployment.md', /^\| (`securescan_.*?) +\|/gm);
    const listed = rows.flatMap((row) => [...row.matchAll(/securescan_\w+/g)].map(([name]) => name));
    expect(listed.toSorted()).toEqual(served.toSorted());
  });
});

describe('coming from 0.x', () => {
  it('the old file is converted, its keys stay good, and there is a copy', async () => {
    const directory = mkdtempSync(join(work, 'upgrade-'));
    const old = makeOldDatabase(join(directory, 'scans.db'));
    const env = { PATH: '/usr/bin:/bin', HOME: directory };
    await using converted = startServerProcess({ database: { kind: 'sqlite', path: old.path }, env });
    const address = await converted.listening;
    const ask = (path: string) => call(address, 'GET', `/api/v1/${path}`, undefined, { 'x-api-key': old.key });
    expect((await ask('keys/me')).body).toMatchObject({ name: 'ci', created_at: '2026-01-02T03:04:05.123Z' });
    expect((await ask('webhooks')).body).toMatchObject([{ name: 'ops', event_filter: ['scan.complete'] }]);
    expect((await ask(`findings/${old.fingerprint}/state`)).body).toMatchObject({
      status: 'false_positive',
      updated_by: 'jo',
    });
    expect((await ask(`findings/${old.fingerprint}/comments`)).body).toMatchObject([{ text: 'seen', author: 'jo' }]);
    const [, copy = ''] = /`scans\.db(\.\S+?)`/.exec(readPage('docs/guide/upgrade.md')) ?? [];
    expect(existsSync(`${old.path}${copy}`)).toBe(true);
  });
});

describe('webhooks as documented', () => {
  let complete: Received;

  beforeAll(async () => {
    await Promise.all([scan(join(work, 'small')), scan(join(work, 'broken'))]);
    await call(url, 'POST', `/api/v1/webhooks/${webhook.id}/test`);
    complete = await receiver.next('scan.complete');
  }, 120_000);

  it('each body has the members that the guide and the reference say', async () => {
    const shown = listCodeBlocks(webhookPage)
      .filter(({ language, text }) => language === 'json' && text.includes('"delivered_at"'))
      .map(({ text }) => JSON.parse(text) as { readonly event: string; readonly data: object });
    expect(shown.map(({ event }) => event)).toEqual(['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test']);
    for (const example of shown) {
      const { body } = await receiver.next(example.event);
      const sent = JSON.parse(body.toString()) as typeof example;
      expect(Object.keys(sent.data).toSorted(), example.event).toEqual(Object.keys(example.data).toSorted());
      expect(eventMembers.get(example.event), example.event).toEqual(Object.keys(sent.data).toSorted());
    }
  });

  it('each header is one that the guide names', () => {
    const names = Object.keys(complete.headers).filter((name) => name.startsWith('x-'));
    for (const name of names) expect(webhookPage.toLowerCase()).toContain(`\`${name}\``);
    expect(names).toHaveLength(5);
  });

  for (const { language, probe, prepare } of verifiers) {
    it.skipIf(!isOnThisMachine(probe))(`the ${language} of the guide verifies a delivery`, { timeout: 120_000 }, () => {
      const block = listCodeBlocks(webhookPage).find((candidate) => candidate.language === language);
      const directory = mkdtempSync(join(work, `${language}-`));
      const program = prepare(block?.text ?? '', directory);
      const header = String(complete.headers['x-securescan-signature']);
      const good = { secret: webhook.secret, header, body: complete.body };
      const judge = (change: Partial<typeof good>) => ask(program, { ...good, ...change }, directory);
      const other = header.replace(/v1=(.)/, (_, digit: string) => `v1=${digit === '0' ? '1' : '0'}`);
      expect(judge({})).toBe(true);
      expect(judge({ header: `${other},${header.split(',')[1] ?? ''}` })).toBe(true);
      expect(judge({ header: other })).toBe(false);
      expect(judge({ secret: `${webhook.secret}x` })).toBe(false);
      expect(judge({ body: Buffer.concat([complete.body, Buffer.from(' ')]) })).toBe(false);
      expect(judge({ header: header.replace(/^t=\d+/, 't=1') })).toBe(false);
      expect(judge({ header: '' })).toBe(false);
    });
  }
});
