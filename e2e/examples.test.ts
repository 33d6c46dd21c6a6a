import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureBuilt } from './build-command.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);

const Expected = z.array(
  z.object({ path: z.string(), line: z.number().nullable(), scanner: z.string(), rule_id: z.string() }),
);
const Found = z.array(
  z.object({
    scanner: z.string(),
    rule_id: z.string().nullable(),
    file_path: z.string().nullable(),
    line_start: z.number().nullable(),
    metadata: z.object({
      also_reported_by: z.array(z.object({ scanner: z.string(), rule_id: z.string().nullable() })).optional(),
    }),
  }),
);
const Status = z.object({ scanners: z.array(z.object({ name: z.string(), available: z.boolean() })) });

const expected = Expected.parse(JSON.parse(readFileSync(join(root, 'examples', 'expected.json'), 'utf8')));
const home = mkdtempSync(join(tmpdir(), 'securescan-examples-'));
const environment = { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, 'cache') };

async function securescan(...args: string[]): Promise<string> {
  const command = join(root, 'packages', 'cli', 'bin', 'securescan.mjs');
  const { stdout } = await run(process.execPath, [command, ...args], {
    cwd: root,
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Every scanner, rule and place that a scan reports, witnesses included. */
async function scan(...args: string[]): Promise<Set<string>> {
  const findings = Found.parse(
    JSON.parse(await securescan('scan', ...args, '--no-save', '--allow-partial', '--output', 'json', '--quiet')),
  );
  return new Set(
    findings.flatMap(({ scanner, rule_id: rule, file_path: path, line_start: line, metadata }) =>
      [{ scanner, rule_id: rule }, ...(metadata.also_reported_by ?? [])].map((seen) =>
        JSON.stringify([path, line, seen.scanner, seen.rule_id]),
      ),
    ),
  );
}

describe('the examples', () => {
  let found = new Set<string>();
  let available = new Set<string>();
  beforeAll(async () => {
    await ensureBuilt();
    const { scanners } = Status.parse(JSON.parse(await securescan('status', '--output', 'json')));
    available = new Set(scanners.filter((scanner) => scanner.available).map(({ name }) => name));
    found = (await scan('examples')).union(await scan('examples/host-tree', '--type', 'baseline'));
  }, 180_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.for(expected)('show $path:$line $scanner $rule_id', (row, { skip }) => {
    if (!available.has(row.scanner)) skip(`${row.scanner} is not here`);
    expect(found).toContain(JSON.stringify([`examples/${row.path}`, row.line, row.scanner, row.rule_id]));
  });
});
