import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreLocation } from '@securescan/store';
import { openStore } from '@securescan/store';
import { startPostgres } from '@securescan/testkit/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../build-command.ts';
import { measureHealth } from './latency.ts';
import { type Answer, call, type ServerProcess, startServerProcess } from './server-process.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const AWAY = { detail: 'The database cannot be used at the moment', request_id: expect.any(String) as string };
const FINGERPRINT = 'a'.repeat(64);

let workshop: Workshop;
beforeAll(async () => {
  await ensureBuilt();
  workshop = openWorkshop();
});
afterAll(() => workshop[Symbol.dispose]());

const start = (database: StoreLocation, env: Record<string, string> = {}): ServerProcess =>
  startServerProcess({ database, env: { ...workshop.env, ...env } });

const judge = (url: string, note: string): Promise<Answer> =>
  call(url, 'PATCH', `/api/v1/findings/${FINGERPRINT}/state`, { status: 'triaged', note });

const readNote = async (url: string): Promise<unknown> =>
  ((await call(url, 'GET', `/api/v1/findings/${FINGERPRINT}/state`)).body as { note: unknown }).note;

async function waitForScan(url: string, id: string): Promise<string> {
  for (;;) {
    const { body } = await call(url, 'GET', `/api/v1/scans/${id}`);
    const { status } = body as { status: string };
    if (status !== 'pending' && status !== 'running') return status;
    await delay(50);
  }
}

describe('a full disk', () => {
  let mounted: SmallDisk | null = null;
  // Not while tests are only listed: nothing would take it away again.
  beforeAll(() => {
    mounted = mountSmallDisk(8);
  });
  afterAll(() => mounted?.[Symbol.dispose]());

  it('refuses what would write with 503, reads on, and recovers', async ({ skip }) => {
    const disk = mounted ?? skip('a tmpfs cannot be mounted here');
    const database = { kind: 'sqlite', path: join(disk.path, 'scans.db') } as const;
    const tree = workshop.addTree('full-disk');
    await using server = start(database);
    const url = await server.listening;
    const scan = await call(url, 'POST', '/api/v1/scans', { target_path: tree, scan_types: ['code'] });
    const { id } = scan.body as { id: string };
    disk.fill();

    // Some pages of the log are still free at first.
    let last = '';
    let refused: Answer | undefined;
    for (let count = 0; refused === undefined && count < 5000; count += 1) {
      const note = `${count} ${'x'.repeat(900)}`;
      const answer = await judge(url, note);
      if (answer.status === 200) last = note;
      else refused = answer;
    }
    expect(refused, server.output().stderr.slice(-3000)).toMatchObject({ status: 503, body: AWAY });
    expect(refused?.headers.get('retry-after')).toBe('5');
    for (const [method, path, body] of [
      ['POST', '/scans', { target_path: tree, scan_types: ['code'] }],
      ['POST', `/findings/${FINGERPRINT}/comments`, { text: 'x'.repeat(3900) }],
      ['POST', '/keys', { name: 'full' }],
    ] as const) {
      expect(await call(url, method, `/api/v1${path}`, body)).toMatchObject({ status: 503, body: AWAY });
    }
    expect((await call(url, 'GET', '/health')).status).toBe(200);
    expect((await call(url, 'GET', '/ready')).status).toBe(503);
    expect(await readNote(url)).toBe(last === '' ? undefined : last);
    expect((await call(url, 'GET', '/api/v1/scans')).body).toHaveLength(1);

    disk.empty();
    expect((await judge(url, 'space again')).status).toBe(200);
    expect(await waitForScan(url, id)).toMatch(/^(completed|failed)$/);
    expect((await server.stop()).code).toBe(0);
    await using store = await openStore(database, () => new Date());
    expect((await store.triage.find(FINGERPRINT))?.note).toBe('space again');
    expect(await store.triage.comments(FINGERPRINT)).toEqual([]);
    expect(await store.scans.count({ projects: null })).toBe(1);
  });

  it('at the first start refuses to start, and leaves nothing that hinders the next one', async ({ skip }) => {
    const disk = mounted ?? skip('a tmpfs cannot be mounted here');
    const directory = join(disk.path, 'later');
    mkdirSync(directory);
    const database = { kind: 'sqlite', path: join(directory, 'scans.db') } as const;
    disk.fill();
    {
      await using server = start(database);
      expect(await server.ended).toEqual({ code: 2, signal: null });
      expect(server.output().stderr).toMatch(/^serve: [^\n]*(?:disk is full|no space left)[^\n]*\n$/i);
    }
    disk.empty();
    await using server = start(database);
    expect((await call(await server.listening, 'GET', '/health')).status).toBe(200);
  });
});

describe('a database file that another process has locked', () => {
  it('makes writers wait 5 s without holding up anybody else, then answers 503', async () => {
    const path = join(workshop.root, 'locked.db');
    await using server = start({ kind: 'sqlite', path });
    const url = await server.listening;
    expect((await judge(url, 'before')).status).toBe(200);
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(${JSON.stringify(path)}, { timeout: 10000 });
      database.exec('begin immediate');
      process.stdout.write('locked');
      process.stdin.on('end', () => database.exec('rollback')).resume();`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');

    const began = performance.now();
    const writing = judge(url, 'during').then((answer) => ({ answer, tookMs: performance.now() - began }));
    const health = await measureHealth(url, writing);
    const { answer, tookMs } = await writing;
    expect(answer).toMatchObject({ status: 503, body: AWAY });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(tookMs).toBeGreaterThan(4500);
    // A loop that is held would show as one answer after five seconds.
    expect(health[Math.floor(health.length / 2)]).toBeLessThan(50);
    expect(health.at(-1)).toBeLessThan(1000);
    expect(await readNote(url)).toBe('before');

    const waiting = judge(url, 'after');
    holder.stdin.end();
    expect((await waiting).status).toBe(200);
    expect(await readNote(url)).toBe('after');
  });
});

describe('a PostgreSQL server that is restarted', () => {
  it('is answered with 503 until it is back; nothing acknowledged is lost', async () => {
    await using postgres = await startPostgres();
    const database = { kind: 'postgres', url: await postgres.createDatabase('restarted') } as const;
    await using server = start(database);
    const url = await server.listening;
    const tree = workshop.addTree('restart');
    const acknowledged: string[] = [];
    const others = new Map<number, unknown>();
    const over = new AbortController();
    const write = async (client: number): Promise<void> => {
      for (let count = 0; !over.signal.aborted; count += 1) {
        const text = `${client}/${count}`;
        const { status, body } = await call(url, 'POST', `/api/v1/findings/${FINGERPRINT}/comments`, { text });
        if (status === 201) acknowledged.push(text);
        else others.set(status, body);
      }
    };
    const clients = [0, 1, 2, 3].map(write);
    const scan = await call(url, 'POST', '/api/v1/scans', { target_path: tree, scan_types: ['code'] });
    const count = (): number => acknowledged.length;
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await delay(10);
    };
    // Whoever gets no answer at all ends the test, wherever it waits.
    const broken = Promise.all(clients).then(() => undefined);
    const during = <T>(step: Promise<T>): Promise<T | undefined> => Promise.race([step, broken]);
    await during(until(() => count() > 20));
    await postgres.interrupt();
    await during(until(() => others.has(503)));
    expect((await call(url, 'GET', '/health')).status).toBe(200);
    expect((await call(url, 'GET', '/ready')).status).toBe(503);
    await postgres.resume();
    const before = count();
    await during(until(() => count() > before + 20));
    over.abort();
    await broken;

    expect([...others]).toEqual([[503, AWAY]]);
    const { body } = await call(url, 'GET', `/api/v1/findings/${FINGERPRINT}/comments`);
    const stored = new Set((body as { text: string }[]).map(({ text }) => text));
    expect(acknowledged.filter((text) => !stored.has(text))).toEqual([]);
    expect(await waitForScan(url, (scan.body as { id: string }).id)).toBe('completed');
    expect(server.output().stderr).not.toContain('"status":500');
  });
});

describe('a start that cannot be', () => {
  it.each<[string, (path: string) => void]>([
    ['no database', (path) => writeFileSync(path, 'This is a text, and not a database.\n'.repeat(100))],
    [
      'a database with a broken schema',
      (path) => {
        const bytes = readFileSync(path);
        bytes.fill(0xff, 100, 4096);
        writeFileSync(path, bytes);
      },
    ],
    ['half a database', (path) => writeFileSync(path, readFileSync(path).subarray(0, 5000))],
  ])('on a file that holds %s is refused with one line, and the file stays as it is', async (_case, spoil) => {
    const path = join(mkdtempSync(join(workshop.root, 'broken-')), 'scans.db');
    await (await openStore({ kind: 'sqlite', path }, () => new Date())).close();
    spoil(path);
    const before = readFileSync(path);
    await using server = start({ kind: 'sqlite', path });
    expect(await server.ended).toEqual({ code: 2, signal: null });
    expect(server.output().stderr).toMatch(/^serve: cannot open the database \S+: [^\n]+\n$/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('on a database of a newer version is refused with one line', async () => {
    const path = join(workshop.root, 'newer.db');
    await (await openStore({ kind: 'sqlite', path }, () => new Date())).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    database.exec("insert into schema_migrations values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')");
    database.close();
    await using server = start({ kind: 'sqlite', path });
    expect(await server.ended).toEqual({ code: 2, signal: null });
    expect(server.output().stderr).toMatch(/^serve: the database was written by a newer version [^\n]+\n$/);
  });

  it('with a directory or a file in the way is refused with one line', async () => {
    const file = join(workshop.root, 'a-file');
    writeFileSync(file, '');
    for (const path of [join(file, 'scans.db'), workshop.root, '/proc/nowhere/scans.db']) {
      await using server = start({ kind: 'sqlite', path });
      expect(await server.ended).toEqual({ code: 2, signal: null });
      expect(server.output().stderr).toMatch(/^serve: [^\n]+\n$/);
    }
  });

  it('on a PostgreSQL that is not there is refused with one line, without the password', async () => {
    await using server = start({ kind: 'postgres', url: 'postgres://someone:geheim@127.0.0.1:1/none' });
    expect(await server.ended).toEqual({ code: 2, signal: null });
    expect(server.output().stderr).toMatch(/^serve: cannot open the database given by DATABASE_URL: [^\n]+\n$/);
    expect(server.output().stderr).not.toContain('geheim');
  });

  it.skipIf(process.getuid?.() === 0)(
    'on a file that may not be read is refused with one line (skipped for root, who may)',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'securescan-unreadable-'));
      const path = join(directory, 'scans.db');
      writeFileSync(path, '');
      chmodSync(path, 0);
      await using server = start({ kind: 'sqlite', path });
      expect(await server.ended).toEqual({ code: 2, signal: null });
      rmSync(directory, { recursive: true });
    },
  );
});

describe('a clock that is set back by an hour', () => {
  it('keeps the order of what was written, and sends what waits', async () => {
    const path = join(workshop.root, 'clock.db');
    const tree = workshop.addTree('clock');
    const texts = ['first', 'second', 'third'];
    const scans: string[] = [];
    for (const [index, fakeNow] of ['2026-03-01T12:00:00Z', '2026-03-01T11:00:00Z', '2026-03-01T11:00:00Z'].entries()) {
      await using server = start({ kind: 'sqlite', path }, { SECURESCAN_FAKE_NOW: fakeNow });
      const url = await server.listening;
      await call(url, 'POST', `/api/v1/findings/${FINGERPRINT}/comments`, { text: texts[index] });
      await judge(url, `${index}`);
      const scan = await call(url, 'POST', '/api/v1/scans', { target_path: tree, scan_types: ['code'] });
      const { id } = scan.body as { id: string };
      scans.unshift(id);
      expect(await waitForScan(url, id)).toBe('completed');
      const listed = (await call(url, 'GET', '/api/v1/scans')).body as { id: string }[];
      expect(listed.map((one) => one.id)).toEqual(scans);
      const comments = (await call(url, 'GET', `/api/v1/findings/${FINGERPRINT}/comments`)).body as { text: string }[];
      expect(comments.map(({ text }) => text)).toEqual(texts.slice(0, index + 1));
      const history = (await call(url, 'GET', `/api/v1/findings/${FINGERPRINT}/history`)).body as { note: string }[];
      expect(history.map(({ note }) => note)).toEqual(['0', '1', '2'].slice(0, index + 1));
      const notices = (await call(url, 'GET', '/api/v1/notifications')).body as { scan_id: string }[];
      expect(notices.map((notice) => notice.scan_id)).toEqual(scans);
      expect((await server.stop()).code).toBe(0);
    }
  });
});
