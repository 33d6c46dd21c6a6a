import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { END_OF_FILE, parseDirectives } from './directives.ts';

/** `word ids first-last`, with `until` when there is one. */
function found(path: string, ...lines: string[]): string[] {
  return parseDirectives(path, lines.join('\n')).map(({ directive, ruleIds, targetLine, targetEnd, until, closed }) =>
    [
      `${directive} ${ruleIds.join(',')} ${targetLine}-${targetEnd === END_OF_FILE ? 'end' : targetEnd}`,
      ...(until === null ? [] : [`until=${until}`]),
      ...(closed ? [] : ['open']),
    ].join(' '),
  );
}

describe('parseDirectives', () => {
  it.each<[string, string, string[], string[]]>([
    ['on the line', 'a.py', ['x # securescan: ignore R1'], ['ignore R1 1-1']],
    [
      'on a line of its own: the next code line too',
      'a.py',
      ['# securescan: ignore R1', '', '# more', 'x'],
      ['ignore R1 1-4'],
    ],
    [
      'stacked comments reach the same code',
      'a.py',
      ['# securescan: ignore R1', '# securescan: ignore R2', 'x'],
      ['ignore R1 1-3', 'ignore R2 2-3'],
    ],
    ['nothing below', 'a.py', ['# securescan: ignore R1'], ['ignore R1 1-1']],
    ['this line means this line', 'a.py', ['# securescan: ignore-this-line R1', 'x'], ['ignore-this-line R1 1-1']],
    ['behind a byte order mark', 'a.py', ['\ufeff# securescan: ignore R1', 'x'], ['ignore R1 1-2']],
    ['without a space', 'a.py', ['x #securescan:ignore R1'], ['ignore R1 1-1']],
    ['file', 'a.py', ['x', '# securescan: ignore-file R1, R2'], ['ignore-file R1,R2 1-end']],
    ['file without ids does nothing', 'a.py', ['# securescan: ignore-file'], []],
    ['range', 'a.py', ['# securescan: ignore-start R1', 'x', '# securescan: ignore-end', 'y'], ['ignore-start R1 1-3']],
    [
      'ranges end by their ids',
      'a.py',
      [
        '# securescan: ignore-start R1',
        '# securescan: ignore-start R2',
        '# securescan: ignore-end R1',
        '# securescan: ignore-end',
      ],
      ['ignore-start R1 1-3', 'ignore-start R2 2-4'],
    ],
    ['range without an end', 'a.py', ['# securescan: ignore-start R1'], ['ignore-start R1 1-end open']],
    ['end without a start', 'a.py', ['# securescan: ignore-end R1', 'x'], []],
    ['last day', 'a.py', ['x # securescan: ignore R1 until=2026-12-31'], ['ignore R1 1-1 until=2026-12-31']],
    [
      'last day in a remark',
      'a.py',
      ['x # securescan: ignore R1 (moved, until=2026-12-31)'],
      ['ignore R1 1-1 until=2026-12-31'],
    ],
    ['remark behind a dash', 'a.py', ['x # securescan: ignore R1 - reviewed'], ['ignore R1 1-1']],
    ['remark behind a long dash', 'a.py', ['x # securescan: ignore R1 \u2014 reviewed'], ['ignore R1 1-1']],
    [
      'remark of the documentation',
      'q.sql',
      ['x -- securescan: ignore * (wildcard \u2014 silences EVERY rule)'],
      ['ignore * 1-1'],
    ],
    [
      'scoped package',
      'a.js',
      ['x // securescan: ignore npm-audit/@scope/pkg, R2'],
      ['ignore R2,npm-audit/@scope/pkg 1-1'],
    ],
    ['block comment', 'a.js', ['x /* securescan: ignore R1 */ y'], ['ignore R1 1-1']],
    ['block comment of several lines', 'a.js', ['/*', ' * securescan: ignore R1', ' */', 'x'], ['ignore R1 2-4']],
    ['markup', 'a.html', ['<!-- securescan: ignore R1 -->', '<p>'], ['ignore R1 1-2']],
    ['semicolon', 'a.ini', ['key = 1 ; securescan: ignore R1'], ['ignore R1 1-1']],
    ['percent', 'a.tex', ['x % securescan: ignore R1'], ['ignore R1 1-1']],
    ['basic', 'a.vb', ["x ' securescan: ignore R1"], ['ignore R1 1-1']],
    ['hash in PHP', 'a.php', ['x # securescan: ignore R1'], ['ignore R1 1-1']],
    ['slashes in HCL', 'main.tf', ['x = 1 // securescan: ignore R1'], ['ignore R1 1-1']],
    ['in a string it is no comment', 'a.py', ['s = "# securescan: ignore R1"'], []],
    ['behind an escaped quote it still is in the string', 'a.py', [String.raw`s = "\"# securescan: ignore R1"`], []],
    ['an apostrophe does not hide it', 'a.yml', ["note: don't # securescan: ignore R1"], ['ignore R1 1-1']],
    ['an apostrophe in Rust', 'a.rs', ["fn f<'a>(x: &'a str) {} // securescan: ignore R1"], ['ignore R1 1-1']],
    ['a URL is no comment of Python', 'a.py', ['x = "http://h" # securescan: ignore R1'], ['ignore R1 1-1']],
    ['code alone is no comment', 'a.py', ['securescan: ignore R1'], []],
  ])('%s', (_name, path, lines, expected) => {
    expect(found(path, ...lines)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['directives', '#securescan:ignore a\n'.repeat(200_000)],
    ['quotes', `${'\'"`'.repeat(700_000)}# securescan: ignore R1`],
    ['spaces', `# securescan:${' '.repeat(2_000_000)}x`],
    ['spaces between ids', `# securescan: ignore a${' '.repeat(2_000_000)}b`],
    ['block openers', `${'/*'.repeat(1_000_000)} securescan`],
    ['open ranges', '# securescan: ignore-start R1\n# securescan: ignore-end R2\n'.repeat(50_000)],
    ['markers on one line', `x # ${'securescan: ignore R1 '.repeat(100_000)}`],
  ])('hostile %s take linear time', (_name, text) => {
    expect(measureCpuMs(() => parseDirectives('a.weird', text))).toBeLessThan(4000);
  });
});
