import { describe, expect, it } from 'vitest';
import { findReason } from './find-reason.ts';

const PYTHON = [
  'Traceback (most recent call last):',
  '  File "/opt/tool/cli.py", line 158, in __exit__',
  '    self.gen.throw(typ, value, traceback)',
  '  File "/opt/tool/transports.py", line 118, in map_exceptions',
  '    raise mapped(message) from exc',
  '    ^^^^^^^^^^^^^^^^^^^^^',
].join('\n');

describe('findReason', () => {
  it.each([
    ['nothing', ' \n\n', null],
    ['one line', 'no such file\n', 'no such file'],
    ['the last lines', 'one\ntwo\nthree\n\nfour\n', 'two three four'],
    [
      'the sentence of a Python trace',
      `${PYTHON}\nhttpx.ConnectError: Name not known\n`,
      'httpx.ConnectError: Name not known',
    ],
    [
      'the sentence above a JavaScript trace',
      'Error: no config\n    at load (/opt/tool/a.js:3:4)\n    at main (/opt/tool/b.js:1:1)\n',
      'Error: no config',
    ],
    [
      'the sentence of a trace that another caused',
      `${PYTHON}\nOSError: inner\n\nThe above exception was the direct cause:\n\n${PYTHON}\nRuntimeError: outer`,
      'RuntimeError: outer',
    ],
    ['nothing but a trace', '  File "a.py", line 1, in f\n    f()\n', null],
    ['indented words of a program without a trace', 'usage: tool\n  --help\n', 'usage: tool --help'],
  ])('takes %s', (_name, stderr, expected) => {
    expect(findReason(stderr)).toBe(expected);
  });

  it('keeps the end of a long reason', () => {
    expect(findReason(`${'x'.repeat(10_000)}end`)).toMatch(/^…x{497}end$/);
  });
});
