import { expect, it } from 'vitest';
import { renderColumns } from './columns.ts';

const ROWS = [
  ['ID', 'Target', 'Notes'],
  ['1', '/a/very/long/path/to/a/project', 'x'],
  ['22', '日本', 'run this command'],
];

it('aligns columns by the cells they take on a terminal', () => {
  expect(renderColumns(ROWS, { width: null })).toBe(
    'ID  Target                          Notes\n1   /a/very/long/path/to/a/project  x\n22  日本                            run this command\n',
  );
});

it('cuts the column that gives way in its middle, keeping the end', () => {
  const text = renderColumns(ROWS, { width: 40, shrink: 1 });
  expect(text).toBe(
    'ID  Target              Notes\n1   /a/ve…to/a/project  x\n22  日本                run this command\n'.replace(
      'o/a/project',
      'o/a/project',
    ),
  );
  for (const line of text.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
});

it('moves advice that does not fit to a line of its own, whole', () => {
  expect(renderColumns([['a', 'securescan tools install semgrep']], { width: 20 })).toBe(
    'a\n    securescan tools install semgrep\n',
  );
});
