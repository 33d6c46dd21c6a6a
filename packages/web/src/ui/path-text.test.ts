import { expect, it } from 'vitest';
import { splitPath } from './path-text.tsx';

it.each([
  ['a/b/c.py:12', 'a/b', '/c.py:12'],
  ['/srv/app', '/srv', '/app'],
  ['/srv/app/', '/srv', '/app/'],
  ['app.py', '', 'app.py'],
  ['/app', '', '/app'],
])('%s keeps its end', (path, head, tail) => {
  expect(splitPath(path)).toEqual({ head, tail });
});
