import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDiffPositions } from '../src/index.ts';

const PATHS = ['a.sql', 'dir with blank/b c.py', 'ünï/файл.py', 'quo"te.c', 'tab\there.txt'];
const line = fc.constantFrom(
  '',
  'one',
  'two',
  '-- x',
  '++ y',
  '@@ -1 +1 @@',
  'diff --git a/x b/x',
  '\\ z',
  'form\ffeed',
  'cr\r',
  '+',
  '-',
  ' ',
  'Binary files a and b differ',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.boolean())
  .map(([lines, end]) => lines.join('\n') + (end ? '\n' : ''));
const tree = fc.record(Object.fromEntries(PATHS.map((path) => [path, fc.option(text, { nil: null })])));

let root = '';

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
  });
}

function commitTree(files: Readonly<Record<string, string | null>>): string {
  for (const path of PATHS) {
    rmSync(join(root, path), { force: true });
    const content = files[path] ?? null;
    if (content === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'x');
  return git('rev-parse', 'HEAD').trim();
}

describe('positions of a real git diff', () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'securescan-diff-'));
    git('init', '-q');
    git('config', 'user.email', 'test@example.invalid');
    git('config', 'user.name', 'test');
    git('config', 'core.autocrlf', 'false');
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('name lines of the head file, each with its text', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        tree,
        tree,
        fc.constantFrom([], ['--no-prefix'], ['-c', 'diff.mnemonicPrefix=true']),
        (older, newer, style) => {
          const base = commitTree(older);
          const head = commitTree(newer);
          const [first = '', second = ''] = style;
          const before = first === '-c' ? [first, second] : [];
          const after = first === '--no-prefix' ? [first] : [];
          const diff = git(...before, 'diff', '--no-color', '--no-ext-diff', '--text', '-U3', ...after, base, head);
          const positions = parseDiffPositions(diff);
          for (const [path, lines] of positions) {
            const content = newer[path];
            if (typeof content !== 'string') throw new Error(`${path} is not in the head`);
            const source = content.split('\n');
            for (const [number, entry] of lines) expect(entry.text).toBe((source[number - 1] ?? '').replace(/\r$/, ''));
          }
          // Every added line that git counts is there.
          const plain = parseDiffPositions(git('diff', '--no-color', '--text', '--no-renames', base, head));
          const counted = git('diff', '--numstat', '-z', '--text', '--no-renames', base, head).split('\0');
          for (const row of counted.filter((entry) => entry !== '')) {
            const [added = '', , ...path] = row.split('\t');
            expect(plain.get(path.join('\t'))?.size ?? 0).toBeGreaterThanOrEqual(Number(added));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('knows the end of a hunk also where no line of git separates the files', () => {
  const diff = '--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n--- a/b.py\n+++ b/b.py\n@@ -1 +1 @@\n-v\n+w\n';
  const texts = [...parseDiffPositions(diff)].map(([path, lines]) => [path, lines.get(1)?.text, lines.size]);
  expect(texts).toEqual([
    ['a.py', 'y', 1],
    ['b.py', 'w', 1],
  ]);
});
