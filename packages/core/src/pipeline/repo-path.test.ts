import { describe, expect, it } from 'vitest';
import { normalisePath } from './repo-path.ts';

const ROOT = '/srv/repo';

describe('normalisePath', () => {
  it.each<[string, string | null | undefined, string | null, string | null, string | null]>([
    ['relative', 'src/a.py', ROOT, 'src/a.py', null],
    ['dot slash', './src//a.py', ROOT, 'src/a.py', null],
    ['absolute below the root', '/srv/repo/src/a.py', ROOT, 'src/a.py', null],
    ['root with a trailing slash', '/srv/repo/a.py', '/srv/repo/', 'a.py', null],
    ['root is /', '/etc/hosts', '/', 'etc/hosts', null],
    ['absolute elsewhere', '/etc/passwd', ROOT, null, '/etc/passwd'],
    ['a name that only starts like the root', '/srv/repository/a.py', ROOT, null, '/srv/repository/a.py'],
    ['dots that stay inside', 'src/../lib/a.py', ROOT, 'lib/a.py', null],
    ['dots that leave', '../other/a.py', ROOT, null, '../other/a.py'],
    ['dots that leave and come back', 'src/../../repo/a.py', ROOT, null, 'src/../../repo/a.py'],
    ['dots that leave behind the root', '/srv/repo/../secret', ROOT, null, '/srv/repo/../secret'],
    ['the root itself', '.', ROOT, null, null],
    ['nothing', null, ROOT, null, null],
    ['undefined', undefined, ROOT, null, null],
    ['empty', '', ROOT, null, null],
    ['a URL', 'https://h.test/a', ROOT, null, 'https://h.test/a'],
    ['NUL and a lone surrogate', 'a\0b\ud800.py', ROOT, 'ab\ufffd.py', null],
    ['a backslash is a letter on POSIX', 'src\\a.py', ROOT, 'src\\a.py', null],
    ['Windows', 'C:\\repo\\src\\a.py', 'c:\\Repo', 'src/a.py', null],
    ['Windows, other drive', 'D:\\repo\\a.py', 'C:\\repo', null, 'D:\\repo\\a.py'],
    ['Windows, relative', 'src\\a.py', 'C:\\repo', 'src/a.py', null],
    ['emoji, newline and quote stay', 'src/🔥\n".py', ROOT, 'src/🔥\n".py', null],
    ['absolute without a root', '/a.py', null, null, '/a.py'],
  ])('%s', (_name, reported, root, path, left) => {
    expect(normalisePath(reported, root)).toEqual({ path, reported: left });
  });
});
