import { expect, it } from 'vitest';
import { encodePath } from './percent-encode.ts';

it.each([
  ['src/a.py', 'src/a.py'],
  ['.github/a.yml', '.github/a.yml'],
  ['a b.py', 'a%20b.py'],
  ['ünï.py', '%C3%BCn%C3%AF.py'],
  ['a?b#c%d', 'a%3Fb%23c%25d'],
  ["it's (1)!*.py", 'it%27s%20%281%29%21%2A.py'],
  ['/abs/path', 'abs/path'],
  ['./a//b/./c', 'a/b/c'],
  ['../../etc', '%2E%2E/%2E%2E/etc'],
  ['C:\\dir\\a.py', 'dir/a.py'],
  ['http://x/y', 'http%3A/x/y'],
  ['half \ud800', 'half%20%EF%BF%BD'],
])('%j', (path, encoded) => {
  expect(encodePath(path)).toBe(encoded);
});
