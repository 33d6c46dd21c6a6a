import { expect, it } from 'vitest';
import { csvCell } from './cell.ts';

it.each([
  ['a plain text as it is', 'plain', 'plain'],
  ['nothing for null', null, ''],
  ['a number as it is, also a negative one', -1, '-1'],
  ['a comma in quotes', 'a,b', '"a,b"'],
  ['quotes doubled', 'say "x"', '"say ""x"""'],
  ['a line end in quotes, as LF', 'a\r\nb\rc', '"a\nb\nc"'],
  ['a formula as text', '=1+1', "'=1+1"],
  ['a formula with quotes as text', '=A("x")', '"\'=A(""x"")"'],
  ['a full-width formula as text', '＝1', "'＝1"],
  ['a scope that looks like a formula as text', '@scope/pkg', "'@scope/pkg"],
  ['a control character as an escape', 'a\u001b[31m', 'a\\x1b[31m'],
])('%s', (_name, value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
