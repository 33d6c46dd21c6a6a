import { hash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@securescan/store';
import type { Store } from '@securescan/store';
import { startPostgres } from '@securescan/testkit/postgres';
import { makeWafFinding, makeWafRun } from '@securescan/testkit/waf-runs';
import type { Bench, Figure } from './figure.ts';

const RUNS = 300;
const FINDINGS = 500;
const PAGE = 50;
const LIST_MS = 2000;

/** Storing runs of WAF++ and listing them, without HTTP. */
export const wafStoreBench: Bench = {
  id: 'waf-store',
  async run() {
    return [...(await measureSqlite()), ...(await measurePostgres())];
  },
};

async function measureSqlite(): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'securescan-waf-store-'));
  const location = { kind: 'sqlite', path: join(directory, 'scans.db') } as const;
  try {
    await using store = await openStore(location, () => new Date(), { isLongLived: true });
    return await measure(store, 'SQLite', { clients: 1, perSecond: 400 });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measurePostgres(): Promise<readonly Figure[]> {
  await using server = await startPostgres();
  const url = await server.createDatabase('waf_store');
  await using store = await openStore({ kind: 'postgres', url }, () => new Date());
  return await measure(store, 'PostgreSQL', { clients: 4, perSecond: 400 });
}

async function measure(
  store: Store,
  database: string,
  { clients, perSecond }: { readonly clients: number; readonly perSecond: number },
): Promise<readonly Figure[]> {
  const findings = makeFindings();
  let left = RUNS;
  const client = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      const run = makeWafRun(left, { id: randomUUID(), findings });
      await store.transaction(({ waf }) => waf.runs.add(run));
    }
  };
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);

  let pages = 0;
  const listStart = performance.now();
  for (; performance.now() - listStart < LIST_MS; pages += 1) {
    await store.waf.runs.list({ projects: null, limit: PAGE });
    await store.waf.runs.count({ projects: null });
  }
  return [
    {
      name: `storing runs of ${FINDINGS} findings, ${database}`,
      against: 'the target',
      value: RUNS / seconds,
      limit: perSecond,
      atLeast: true,
      unit: '/s',
      note: `${clients} at once; ${((user + system) / 1000 / RUNS).toFixed(1)} ms of this process per run`,
    },
    {
      name: `a page of ${PAGE} among ${RUNS} such runs with their number, ${database}`,
      against: 'the target',
      value: pages / ((performance.now() - listStart) / 1000),
      limit: 1000,
      atLeast: true,
      unit: '/s',
      note: 'one client',
    },
  ];
}

function makeFindings() {
  return Array.from({ length: FINDINGS }, (_, n) =>
    makeWafFinding({
      check_id: `check.${n >> 3}`,
      control_id: `WAF-SEC-${n >> 4}`,
      status: n % 3 === 0 ? 'FAIL' : 'PASS',
      resource: `aws_s3_bucket.bucket_${n}`,
      message: `server_side_encryption of aws_s3_bucket.bucket_${n} is not what is wanted`,
      file: 'modules/storage/main.tf',
      line: n,
      end_line: n + 5,
      fingerprint: hash('sha256', String(n)),
    }),
  );
}
