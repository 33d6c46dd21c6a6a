import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt } from './build-command.ts';
import { makeSandbox, runCommand, writeFiles } from './sandbox.ts';
import type { Run, Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox[Symbol.dispose]());

/** What holds for every run: no trace, no crash, no control character on stderr, stdout empty or whole. */
function expectTidy(run: Run): void {
  expect(run.stderr).not.toMatch(/^ {4}at |internal error/m);
  expect(run.stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
}

const SECRET = ['AKIA', 'Q3EGSVJ7', '7ZB2LMNO'].join('');
const BOM = '\uFEFF';

describe('configuration files', () => {
  const ALIAS_BOMB = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[i]}`).join(', ')}]`)
    .join('\n')}\n`;
  it.each<[string, string | Uint8Array, number]>([
    ['empty', '', 0],
    ['only a BOM', BOM, 0],
    ['with a BOM and CRLF', `${BOM}scan_types: [code]\r\nfail_on_severity: critical\r\n`, 0],
    ['truncated', 'scan_types: [code', 2],
    ['with duplicate keys', 'ai: true\nai: false\n', 2],
    ['with NUL bytes', 'scan_types: [code]\0\n', 2],
    ['in UTF-16', Buffer.from('\uFEFFscan_types: [code]\n', 'utf16le'), 2],
    ['not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]), 2],
    ['an alias bomb', ALIAS_BOMB, 2],
    ['nested 10,000 deep', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, 2],
    ['a list', '- code\n', 2],
    ['with a terminal escape as key', '"\u001B[31mred": 1\n', 2],
    ['of 5 MB', `ignored_rules: [${'R1, '.repeat(1_250_000)}R2]\n`, 2],
  ])('%s', async (name, text, exitCode) => {
    writeFiles(sandbox.project, { '.securescan.yml': text, 'a.py': 'x = 1\n' });
    const run = await runCommand(sandbox, ['scan', '.', '--scanner', 'secrets', '--no-save']);
    expectTidy(run);
    // A large file is slow to read but no error; both answers are fine as long as there is one.
    if (name !== 'of 5 MB') expect(run.exitCode, run.stderr).toBe(exitCode);
    if (run.exitCode === 2) {
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(/^scan: /m);
    }
  });

  it('an unreadable file and a link loop are named', async () => {
    symlinkSync('.securescan.yml', join(sandbox.project, 'loop.yml'));
    symlinkSync('loop.yml', join(sandbox.project, '.securescan.yml'));
    const run = await runCommand(sandbox, ['scan', '.', '--config', 'loop.yml']);
    expectTidy(run);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('cannot read configuration');
  });
});

describe('snapshots and baselines', () => {
  it.each<[string, string | Uint8Array, number]>([
    ['empty', '', 2],
    ['truncated', '[{"scanner": "x", "scan', 2],
    ['a number', '1', 2],
    ['null', 'null', 2],
    ['an object without findings', '{"results": []}', 2],
    ['with a BOM', `${BOM}[]`, 0],
    ['nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 0],
    ['with NUL bytes', '[]\0', 2],
    ['a finding without severity', '[{"scanner": "x", "scan_type": "code", "title": "t"}]', 2],
    [
      'a finding with a hostile title',
      JSON.stringify([
        {
          scanner: 'x',
          scan_type: 'code',
          severity: 'high',
          title: '\u001B]0;owned\u0007\u202Eevil',
          file_path: 'a\nb.py',
        },
      ]),
      0,
    ],
    [
      'a prototype key',
      '[{"scanner": "x", "scan_type": "code", "severity": "low", "title": "t", "metadata": {"__proto__": {"x": 1}}}]',
      0,
    ],
  ])('%s', async (_name, text, exitCode) => {
    writeFiles(sandbox.project, { 'base.json': '[]', 'head.json': text });
    const run = await runCommand(sandbox, [
      'diff',
      '.',
      '--base-snapshot',
      'base.json',
      '--head-snapshot',
      'head.json',
      '--output',
      'text',
    ]);
    expectTidy(run);
    expect(run.exitCode, run.stderr).toBe(exitCode);
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e]/);
    if (exitCode === 2) expect(run.stderr).toMatch(/^diff: failed to load snapshot: head\.json: /);
  });

  it.each([
    ['{"version": 2, "findings": []}', 'version'],
    ['[{"title": "x"}]', 'findings[0]'],
    ['[1]', 'findings[0]'],
    ['{', 'JSON'],
  ])('baseline %s is refused with its place', async (text, place) => {
    writeFiles(sandbox.project, { 'b.json': text, 'a.py': '' });
    const run = await runCommand(sandbox, ['scan', '.', '--baseline', 'b.json', '--scanner', 'secrets']);
    expectTidy(run);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(place);
  });
});

describe('trees', () => {
  it('odd names, links out of the tree, loops, and unreadable files do not stop a scan', async () => {
    const outside = join(sandbox.home, 'outside');
    writeFiles(outside, { 'secret.py': `key = "${SECRET}"\n` });
    writeFiles(sandbox.project, {
      'new\nline.py': `key = "${SECRET}"\n`,
      '\u001B[31mred.py': `key = "${SECRET}"\n`,
      'emoji 🎉.py': `key = "${SECRET}"\n`,
      '"quoted" \'both\' `ticks`.py': `key = "${SECRET}"\n`,
      '=1+1.py': `key = "${SECRET}"\n`,
      'deep/unreadable.py': `key = "${SECRET}"\n`,
      'binary.py': Buffer.from([0, 1, 2, 3, 0xff]),
      'utf16.py': Buffer.from(`\uFEFFkey = "${SECRET}"\n`, 'utf16le'),
      'crlf.py': `x = 1\r\nkey = "${SECRET}"\r\n`,
      'empty.py': '',
    });
    chmodSync(join(sandbox.project, 'deep', 'unreadable.py'), 0);
    symlinkSync(outside, join(sandbox.project, 'out'));
    symlinkSync('.', join(sandbox.project, 'self'));
    symlinkSync('b', join(sandbox.project, 'a'));
    symlinkSync('a', join(sandbox.project, 'b'));
    const run = await runCommand(sandbox, [
      'scan',
      '.',
      '--scanner',
      'secrets',
      '--no-save',
      '--output',
      'json',
      '--report',
      'text=out.txt',
      '--report',
      'csv=out.csv',
      '--report',
      'sarif=out.sarif',
      '--report',
      'github-pr-comment=out.md',
    ]);
    expectTidy(run);
    expect(run.exitCode, run.stderr).toBe(0);
    const paths = (JSON.parse(run.stdout) as { file_path: string }[]).map(({ file_path }) => file_path);
    expect(paths).toContain('new\nline.py');
    expect(paths).toContain('crlf.py');
    expect(paths.some((path) => path.startsWith('out/') || path.startsWith('self/') || path.includes('..'))).toBe(
      false,
    );
    expect(run.stdout + run.stderr).not.toContain(SECRET);
  });

  it('an empty directory is scanned, and a file that is one byte', async () => {
    mkdirSync(join(sandbox.project, 'empty'));
    writeFiles(sandbox.project, { 'one.py': 'x' });
    for (const target of ['empty', 'one.py']) {
      const run = await runCommand(sandbox, ['scan', target, '--scanner', 'secrets', '--no-save']);
      expectTidy(run);
      expect([run.exitCode, run.stdout]).toEqual([0, '[]\n']);
    }
  });
});

describe('tools', () => {
  function installBandit(body: string): void {
    const file = join(sandbox.bin, 'bandit');
    const version = 'if (process.argv.includes("--version")) { console.log("bandit 1.9.4"); process.exit(0); }';
    writeFileSync(file, `#!/usr/bin/env node\n${version}\n${body}\n`);
    chmodSync(file, 0o755);
    symlinkSync('/usr/bin/env', join(sandbox.bin, 'env'));
  }

  it.each([
    ['prints half a report', 'process.stdout.write(\'{"results": [{"code": "x", "filen\');'],
    ['prints garbage', 'process.stdout.write(Buffer.from([0, 255, 27, 91, 51, 49, 109, 10]));'],
    ['prints nothing', ''],
    [
      'prints more than the limit',
      'const b = Buffer.alloc(1 << 20, 97); const go = () => { while (process.stdout.write(b)); process.stdout.once("drain", go); }; go();',
    ],
    ['never ends', 'setInterval(() => {}, 1000);'],
    ['is killed', 'process.kill(process.pid, "SIGKILL");'],
    ['fails with an escape on stderr', 'process.stderr.write("\\u001b[31mboom\\n"); process.exit(7);'],
  ])(
    'that %s is a failed scanner; the others go on',
    async (_name, body) => {
      installBandit(body);
      writeFiles(sandbox.project, { 'a.py': `key = "${SECRET}"\n` });
      const words = ['scan', '.', '--scanner', 'bandit', '--scanner', 'secrets', '--timeout', '3', '--no-save'];
      const run = await runCommand(sandbox, words);
      expectTidy(run);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stderr).toMatch(/^ {2}bandit: failed: \S/m);
      expect(run.stderr).toContain('not complete, since bandit failed');
      expect((JSON.parse(run.stdout) as unknown[]).length).toBeGreaterThan(0);
      const inCi = await runCommand(sandbox, words, { env: { CI: 'true' } });
      expect(inCi.exitCode, inCi.stderr).toBe(3);
      const allowed = await runCommand(sandbox, [...words, '--allow-partial'], { env: { CI: 'true' } });
      expect(allowed.exitCode, allowed.stderr).toBe(0);
    },
    60_000,
  );

  it('whose version cannot be asked is skipped as broken, with a hint', async () => {
    installBandit('');
    writeFileSync(join(sandbox.bin, 'bandit'), '#!/nonexistent\n');
    writeFiles(sandbox.project, { 'a.py': 'x = 1\n' });
    const run = await runCommand(sandbox, ['scan', '.', '--scanner', 'bandit', '--scanner', 'secrets', '--no-save']);
    expectTidy(run);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/bandit: skipped: .*does not work/);
  });
});

describe('arguments and surroundings', () => {
  it.each([
    [['scan', 'no-such-dir'], 2, 'scan: target does not exist: no-such-dir'],
    [['scan', 'a\u001B[31m\nb'], 2, String.raw`scan: target does not exist: a\x1b[31m\nb`],
    [['scan', '.', '--output', 'xml'], 2, "scan: unknown --output 'xml'. Choose"],
    [['scan', '.', '--fail-on-severity', 'hgih'], 2, 'Did you mean high?'],
    [['scan', '.', '--fail-on-count', '-1'], 2, "scan: invalid --fail-on-count '-1'. Use a whole number, 0 or more."],
    [['scan', '.', '--jobs', '0'], 2, "scan: invalid --jobs '0'. Use a whole number, 1 to 256."],
    [['scan', '.', '--scanner', 'bandid'], 2, 'bandit'],
    [['scan', '.', '--output', 'report-pdf'], 2, 'scan: PDF output requires --output-file'],
    [['scan', '.', '--output-file', 'dir'], 2, 'scan: cannot write dir: it is a directory'],
    [['scan', '.', '--output-file', 'file/x.json'], 2, 'scan: cannot write file/x.json'],
    [['scan', '.', '--report', 'json'], 2, "scan: invalid --report 'json'"],
    [['scan', '.', '--report', 'json=a', '--report', 'csv=a'], 2, 'scan: two reports would be written to a'],
    [['scan', '.', '--type', 'dast'], 2, 'dast'],
    [['scan', 'http://user:pass@example.com', '--type', 'dast'], 2, 'credentials'],
    [['scan', '.', '--config', 'none.yml'], 2, 'scan: configuration not found'],
    [['diff', '.', '--base-ref', '--output'], 2, 'diff: option --base-ref needs a value'],
    [['history', '--api-key', 'k'], 2, 'history: a key is for a server'],
    [['history', '--url', 'ftp://x'], 2, "history: invalid --url 'ftp://x'"],
    [['history', '--url', 'http://127.0.0.1:9'], 3, 'history: cannot reach http://127.0.0.1:9'],
    [['explain', 'NOPE'], 2, "explain: no rule is called 'NOPE'"],
    [['tools', 'path', 'nope'], 2, "unknown tool 'nope'"],
    [['scan', '.', '--jail'], 3, 'scan: --jail: '],
    [['baseline', '.', '--jail'], 3, 'baseline: --jail: '],
    [['compare', '.', '--jail'], 3, 'compare: --jail: '],
  ])('%j', async (words, exitCode, message) => {
    writeFiles(sandbox.project, { 'dir/x': '', file: '', 'a.py': '' });
    const run = await runCommand(sandbox, words);
    expectTidy(run);
    expect([run.exitCode, run.stdout]).toEqual([exitCode, '']);
    expect(run.stderr).toContain(message);
  });

  it.each([
    [{ SECURESCAN_FAKE_NOW: 'yesterday' }, 'SECURESCAN_FAKE_NOW'],
    [{ SECURESCAN_SCAN_TIMEOUT: 'soon' }, 'SECURESCAN_SCAN_TIMEOUT'],
    [{ SECURESCAN_DAST_TIMEOUT: '0' }, 'SECURESCAN_DAST_TIMEOUT'],
  ])('%j is refused before the scan', async (env, name) => {
    const run = await runCommand(sandbox, ['scan', '.', '--scanner', 'secrets'], { env });
    expectTidy(run);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(name);
  });

  it.each([
    ['is a directory', (path: string) => mkdirSync(path)],
    [
      'is no database',
      (path: string) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(50)),
    ],
  ])('a database that %s is one warning', async (_name, make) => {
    const path = join(sandbox.home, 'scans.db');
    make(path);
    writeFiles(sandbox.project, { 'a.py': '' });
    const run = await runCommand(sandbox, ['scan', '.', '--scanner', 'secrets'], { env: { SECURESCAN_DB_PATH: path } });
    expectTidy(run);
    expect(run.exitCode).toBe(0);
    expect(run.stderr.match(/warning: the scan is not kept in the history/g)).toHaveLength(1);
  });

  it('a reader that goes away is no failure', async () => {
    writeFiles(sandbox.project, { 'a.py': `key = "${SECRET}"\n`.repeat(2000) });
    const { spawnSync } = await import('node:child_process');
    const { COMMAND } = await import('./build-command.ts');
    const pipeline = `"${process.execPath}" "${COMMAND}" scan . --scanner secrets --no-save 2>err | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync('bash', ['-c', pipeline], {
      cwd: sandbox.project,
      env: sandbox.env,
      encoding: 'utf8',
    });
    expect(stdout.split('\n').at(-2)?.trim()).toBe('0');
  });
});
