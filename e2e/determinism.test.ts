import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './build-command.ts';
import { makeSandbox, runCommand } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

const FORMATS = [
  'text',
  'json',
  'sarif',
  'csv',
  'junit',
  'report-html',
  'report-pdf',
  'github-pr-comment',
  'cyclonedx',
  'spdx',
];
const EXAMPLES = join(import.meta.dirname, '..', 'examples');
const tools = { bandit: join(import.meta.dirname, 'stand-ins', 'bandit.mjs') };
let sandbox: Sandbox;

beforeAll(async () => {
  await ensureBuilt();
  sandbox = makeSandbox(tools);
  // The same tree in two places, filled in opposite orders. Its own name is in bills of materials, so that is the same.
  for (const [place, reversed] of [
    ['one/tree', false],
    ['two/deeper/tree', true],
  ] as const) {
    const directory = join(sandbox.project, place);
    mkdirSync(directory, { recursive: true });
    const names = readdirSync(EXAMPLES).toSorted();
    for (const name of reversed ? names.toReversed() : names)
      cpSync(join(EXAMPLES, name), join(directory, name), { recursive: true });
  }
});
afterAll(() => sandbox[Symbol.dispose]());

/** All formats of one scan, by name. */
async function scan(place: string, words: readonly string[], env: Readonly<Record<string, string>>) {
  const out = join(sandbox.home, `out-${place.replaceAll('/', '-')}-${words.length}`);
  const reports = FORMATS.map((format) => `--report=${format}=${join(out, format)}`);
  const run = await runCommand(
    sandbox,
    ['scan', '.', '--type', 'code,iac,dependency', '--exclude-scanner', 'npm-audit', ...reports, ...words],
    {
      cwd: join(sandbox.project, place),
      env: { SECURESCAN_FAKE_NOW: '2026-01-31T12:00:00Z', ...env },
    },
  );
  expect(run.exitCode, run.stderr).toBe(0);
  return {
    ...Object.fromEntries(FORMATS.map((format) => [format, readFileSync(join(out, format))])),
    stdout: Buffer.from(run.stdout),
  };
}

describe('the same tree', () => {
  it('gives the same bytes in every format, in another directory, time zone, locale, and with other parallelism', async () => {
    const first = await scan('one/tree', [], { TZ: 'UTC', LANG: 'C' });
    const second = await scan('two/deeper/tree', ['--jobs', '1', '--no-save'], {
      TZ: 'Pacific/Kiritimati',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
    });
    for (const [format, bytes] of Object.entries(first)) {
      expect(Buffer.compare(bytes, second[format as keyof typeof second] ?? Buffer.alloc(0)), format).toBe(0);
    }
    expect(JSON.parse(first.stdout.toString('utf8')).length).toBeGreaterThan(10);
  }, 120_000);
});
