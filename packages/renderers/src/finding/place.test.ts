import { expect, it } from 'vitest';
import { makeFinding } from '../../test/sample.ts';
import { placeOf, rangeOf } from './place.ts';

it.each([
  ['a line', { filePath: 'a.py', lineStart: 3 }, 'a.py:3', 'a.py:3'],
  ['several lines', { filePath: 'a.py', lineStart: 3, lineEnd: 5 }, 'a.py:3', 'a.py:3-5'],
  ['an end before its start', { filePath: 'a.py', lineStart: 3, lineEnd: 1 }, 'a.py:3', 'a.py:3'],
  ['line 0, which means none', { filePath: 'a.py', lineStart: 0, lineEnd: 3 }, 'a.py', 'a.py'],
  ['a URL', { metadata: { target_url: 'https://x.example/' } }, 'https://x.example/', 'https://x.example/'],
  ['a port', { metadata: { host_addr: '10.0.0.1', port: 22, protocol: 'tcp' } }, '10.0.0.1:22/tcp', '10.0.0.1:22/tcp'],
  ['a package', { metadata: { package: 'left', installed_version: '1.0' } }, 'left@1.0', 'left@1.0'],
  [
    'a past commit',
    { metadata: { history_path: 'a/b.js', history_line: 8, commit: '7a27f1f1c0ad867d' } },
    'a/b.js:8 in 7a27f1f',
    'a/b.js:8 in 7a27f1f',
  ],
  ['nothing known', {}, '', ''],
])('the place of %s', (_name, fields, place, range) => {
  expect(placeOf(makeFinding(fields))).toBe(place);
  expect(rangeOf(makeFinding(fields))).toBe(range);
});
