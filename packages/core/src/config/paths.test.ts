import { describe, expect, it } from 'vitest';
import { isAbsolutePath, parentPath, relativePath, resolvePath, tidyPath } from './paths.ts';

describe('paths', () => {
  it.each([
    ['/a/b', '../c', '/a/c'],
    ['/a', '../../c', '/c'],
    ['/a', '/x/./y', '/x/y'],
    ['/', 'x', '/x'],
    ['C:\\a\\b', '..\\c', 'C:/a/c'],
    ['C:\\a', 'D:\\x', 'D:/x'],
    ['\\\\server\\share\\a', 'b', '//server/share/a/b'],
    ['/a', '', '/a'],
    ['a/b', '../../../c', '../c'],
  ])('from %j, %j is %j', (directory, path, expected) => {
    // Below a Windows directory both slashes separate; elsewhere a backslash is a letter.
    const given = /^[A-Z]:/.test(directory) && !/^[A-Z]:/.test(path) ? path.replaceAll('\\', '/') : path;
    expect(resolvePath(directory, given)).toBe(expected);
  });

  it.each([
    ['/a/b', '/a'],
    ['/a', '/'],
    ['/', null],
    ['C:\\a', 'C:/'],
    ['C:\\', null],
    ['a', '.'],
  ])('the parent of %j is %j', (path, parent) => {
    expect(parentPath(path)).toBe(parent);
  });

  it.each([
    ['/r/.securescan', '/r', '..'],
    ['/r/.securescan', '/r/sub', '../sub'],
    ['/r', '/r', '.'],
    ['/r', '/r/b', 'b'],
    ['r', 's', '../s'],
    ['C:\\r', 'D:\\s', 'D:/s'],
  ])('from %j to %j it is %j', (from, to, expected) => {
    expect(relativePath(from, to)).toBe(expected);
  });

  it('keeps `..`, which may cross a link, when it tidies', () => {
    expect(['./a//b/../c', 'd/', '', '/', './'].map(tidyPath)).toEqual(['a/b/../c', 'd', '.', '/', '.']);
  });

  it('knows what is absolute', () => {
    expect(['/a', 'C:/a', 'C:\\a', '\\\\s\\h\\x', 'a', './a', 'C:a'].map(isAbsolutePath)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
