import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, ensureBuilt, WAFPASS_COMMAND } from './build-command.ts';

const cwd = mkdtempSync(join(tmpdir(), 'securescan-e2e-waf-'));

beforeAll(async () => {
  await ensureBuilt();
  mkdirSync(join(cwd, 'infra'));
  writeFileSync(join(cwd, 'infra', 'main.tf'), 'resource "aws_ebs_volume" "data" {\n  encrypted = false\n}\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

function run(command: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: cwd },
  });
  return { status, stdout, stderr };
}

describe('the built program', () => {
  it('finds problems with the built-in catalogue', () => {
    const { status, stdout } = run(COMMAND, 'waf', 'check', 'infra', '--no-state');
    expect(status).toBe(1);
    expect(stdout).toContain('from the built-in catalogue');
    expect(stdout).toContain('infra/main.tf:2');
  });

  it('is wafpass too, with the document alone on stdout', () => {
    const { status, stdout } = run(WAFPASS_COMMAND, 'check', './infra', '--output', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema_version: '1.0', path: './infra', source_paths: ['./infra'] });
    expect(run(WAFPASS_COMMAND, '-V').stdout).toMatch(/^wafpass \d+\.\d+\.\d+\n$/);
  });
});
