import { SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  findLine,
  ForeignMetadata,
  listNote,
  mapRecords,
  parseJsonReport,
  toArgumentBatches,
  toCwe,
  toPathArgument,
  toRootRelative,
  toTitle,
  unfitNote,
} from './index.ts';

describe('parseJsonReport', () => {
  const run = (stdout: string) => parseJsonReport('tool', { stdout, stderr: 'because\nof this', exitCode: 2 });

  it.each([
    ['a document', '{"a":1}', { a: 1 }],
    ['a list', '[1]', [1]],
    ['progress text first', 'Working...\n{"a":1}', { a: 1 }],
    ['banners around', '+===+\n\n{\n  "a": 1\n}\n\n+===+\n', { a: 1 }],
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
  ])('reads %s', (_name, stdout, expected) => {
    expect(run(stdout)).toEqual(expected);
  });

  it.each([
    ['nothing', '', 'E_TOOL_OUTPUT', 'because of this'],
    ['white space', ' \n', 'E_TOOL_OUTPUT', 'exit code 2'],
    ['half a document', '{"a":', 'E_TOOL_REPORT', '{"a":'],
    ['text', 'not json', 'E_TOOL_REPORT', 'not json'],
    ['NUL bytes', '\0\0', 'E_TOOL_REPORT', 'did not write a JSON report'],
  ])('refuses %s', (_name, stdout, code, text) => {
    expect(() => run(stdout)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));
    expect(() => run(stdout)).toThrow(SecureScanError);
  });
});

describe('toRootRelative', () => {
  it.each([
    ['absolute below the root', '/r/a/b.py', '/r', undefined, 'a/b.py'],
    ['relative to the root', './a.py', '/r', undefined, 'a.py'],
    ['relative to a base', 'a.py', '/r', '/r/sub', 'sub/a.py'],
    ['up and down again', '../a.py', '/r', '/r/sub', 'a.py'],
    ['outside', '/other/a.py', '/r', undefined, '/other/a.py'],
    ['a folder whose name only starts alike', '/root/a.py', '/r', undefined, '/root/a.py'],
    ['a back slash in a name', 'a\\b.py', '/r', undefined, 'a\\b.py'],
    ['Windows', 'C:\\r\\a\\b.py', 'C:\\r', undefined, 'a/b.py'],
    ['relative on Windows', 'a\\b.py', 'C:\\r', 'C:\\r\\sub', 'sub/a/b.py'],
  ])('%s', (_name, path, root, base, expected) => {
    expect(toRootRelative(path, root, base)).toBe(expected);
  });
});

describe('toTitle', () => {
  it.each([
    ['Avoid eval. It runs code.', 'Avoid eval'],
    ['Avoid  eval\n  here', 'Avoid eval here'],
    ['Use a list, e.g. [a, b]. Then more.', 'Use a list, e.g. [a, b]'],
    ['Version 1.2 is old! Update.', 'Version 1.2 is old!'],
    ['', ''],
    [`${'word '.repeat(40)}end`, `${'word '.repeat(22)}word…`],
    ['😀'.repeat(130), `${'😀'.repeat(119)}…`],
  ])('%j', (text, expected) => {
    expect(toTitle(text)).toBe(expected);
  });
});

it.each([
  ['CWE-95: Eval Injection', 'CWE-95'],
  [['CWE-79', 'CWE-80'], 'CWE-79'],
  [['cwe-079'], 'CWE-79'],
  [79, 'CWE-79'],
  ['79', 'CWE-79'],
  ['0', null],
  ['-1', null],
  [[], null],
  [null, null],
  [{ id: 79 }, null],
  ['see CWE', null],
])('the weakness of %j is %s', (value, expected) => {
  expect(toCwe(value)).toBe(expected);
});

describe('toArgumentBatches', () => {
  it('keeps order and content', () => {
    const paths = Array.from({ length: 5000 }, (_, index) => `${'d/'.repeat(50)}file-${index}.py`);
    const batches = toArgumentBatches(paths, 'linux');
    expect(batches.flat()).toEqual(paths);
    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) expect(Buffer.byteLength(batch.join(' '))).toBeLessThanOrEqual(400_000);
    expect(toArgumentBatches(paths, 'win32').length).toBeGreaterThan(batches.length);
  });

  it('has no batch for no paths', () => {
    expect(toArgumentBatches([], 'linux')).toEqual([]);
  });

  it('keeps a path from being an option', () => {
    expect(['--output=x', 'a.py'].map(toPathArgument)).toEqual(['./--output=x', 'a.py']);
  });
});

describe('mapRecords', () => {
  const Schema = z.object({ n: z.number() });
  const map = (records: unknown) =>
    mapRecords(records, Schema, ({ n }) => ({ severity: 'low', title: String(n), description: '', ruleId: null }));

  it('reads each record by itself', () => {
    const { findings, unfit } = map([{ n: 1 }, null, 'x', { n: 'two' }, { n: 3 }]);
    expect(findings.map(({ title }) => title)).toEqual(['1', '3']);
    expect(unfit).toBe(3);
  });

  it.each([
    [undefined, 0],
    [null, 0],
    [[], 0],
    [{}, 1],
    ['x', 1],
  ])('of %j has no findings', (records, unfit) => {
    expect(map(records)).toEqual({ findings: [], unfit });
  });
});

it('drops what only the pipeline may write from foreign metadata', () => {
  const foreign = { suppressed_by: 'inline', original_severity: 'low', also_reported_by: [], kept: { a: [1] } };
  expect(ForeignMetadata.parse(foreign)).toEqual({ kept: { a: [1] } });
  expect(ForeignMetadata.parse(null)).toEqual({});
  expect(ForeignMetadata.parse({ big: 'x'.repeat(20_000) })).toEqual({});
});

it('counts what did not fit', () => {
  expect(unfitNote('tool', 0)).toEqual([]);
  expect(unfitNote('tool', 1)).toEqual(['One record of the tool report could not be read and was left out.']);
  expect(unfitNote('tool', 2)).toEqual(['2 records of the tool report could not be read and were left out.']);
});

it('names the first few of many', () => {
  expect(listNote([], String)).toEqual([]);
  expect(listNote(['b', 'a', 'b'], (names) => `See ${names}.`)).toEqual(['See a, b.']);
  expect(listNote(['1', '2', '3', '4', '5', '6', '7'], (names) => names)).toEqual(['1, 2, 3, 4, 5 and 2 more']);
});

it('finds the first line that fits', () => {
  expect(findLine('a\nb\nb', (line) => line === 'b')).toBe(2);
  expect(findLine('a\n', (line) => line === 'c')).toBeNull();
  expect(findLine('', () => true)).toBe(1);
  expect(findLine(null, () => true)).toBeNull();
});
