import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPath, checkTarget, isInside } from './target-policy.ts';
import type { TargetPolicy, WantedTarget } from './target-policy.ts';

let root = '';
let policy: TargetPolicy;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'securescan-policy-')));
  await mkdir(join(root, 'inside', 'project'), { recursive: true });
  await mkdir(join(root, 'outside', 'project'), { recursive: true });
  await mkdir(join(root, 'inside', '.ssh'));
  await writeFile(join(root, 'inside', 'file.py'), '');
  await symlink(join(root, 'outside', 'project'), join(root, 'inside', 'way-out'));
  await symlink(join(root, 'inside', 'project'), join(root, 'way-in'));
  await symlink('/proc', join(root, 'inside', 'innocent'));
  const names: Readonly<Record<string, readonly string[]>> = {
    'public.example': ['93.184.216.34'],
    'intranet.example': ['93.184.216.34', '10.1.2.3'],
    'metadata.example': ['169.254.169.254'],
  };
  policy = {
    roots: [join(root, 'inside')],
    allowPrivate: false,
    cwd: join(root, 'inside'),
    lookUp: (name) => {
      const found = names[name];
      return found ? Promise.resolve(found) : Promise.reject(new Error('ENOTFOUND'));
    },
  };
});
afterAll(() => rm(root, { recursive: true, force: true }));

const everywhere = (): TargetPolicy => ({ ...policy, roots: ['/'] });

describe('paths', () => {
  it.each([
    ['project', 'project', 'directory'],
    ['./', '', 'directory'],
    ['file.py', 'file.py', 'file'],
    ['project/../file.py', 'file.py', 'file'],
  ])('%s is allowed', async (sent, path, kind) => {
    expect(await checkPath(sent, policy)).toEqual({ path: join(root, 'inside', path), kind });
  });

  it('is allowed through a link that leads inside', async () => {
    expect((await checkPath(join(root, 'way-in'), policy)).kind).toBe('directory');
  });

  it.each([
    ['/no/such/dir', 'Path does not exist: /no/such/dir'],
    ['/dev/null', 'Path is not a file or directory: /dev/null'],
    ['/proc/self', 'Scanning system path not allowed: /proc/self'],
    ['/proc', 'Scanning system path not allowed: /proc'],
    ['/sys/kernel', 'Scanning system path not allowed: /sys/kernel'],
    ['/', 'Scanning system path not allowed: /'],
    ['innocent', 'Scanning system path not allowed: innocent'],
    ['.ssh', 'Scanning system path not allowed: .ssh'],
  ])('%s is refused as documented', async (sent, detail) => {
    await expect(checkPath(sent, everywhere())).rejects.toMatchObject({ status: 400, message: detail });
  });

  it('compares system paths by segment', async () => {
    expect(isInside('/procedures', '/proc')).toBe(false);
    expect(isInside('/proc/1', '/proc')).toBe(true);
    expect(isInside('/a/..b', '/a')).toBe(true);
  });

  it.each([['way-out'], ['../outside/project'], ['../outside/nothing'], ['/etc/passwd'], ['/etc/nothing']])(
    '%s is outside, in the same words whether it exists or not',
    async (sent) => {
      await expect(checkPath(sent, policy)).rejects.toMatchObject({
        status: 400,
        message: `Path is outside the allowed scan roots: ${sent}`,
      });
    },
  );
});

describe('URLs and hosts', () => {
  const check = (wanted: Partial<WantedTarget>, allowPrivate = false): Promise<unknown> =>
    checkTarget({ path: 'project', url: null, host: null, ...wanted }, { ...policy, allowPrivate });

  it.each([
    [{ url: 'https://public.example/x?y=1' }],
    [{ url: 'http://93.184.216.34:8080' }],
    [{ host: 'public.example' }],
    [{ host: '93.184.216.0/24' }],
  ])('%o is allowed', async (wanted) => {
    await expect(check(wanted)).resolves.toMatchObject({ kind: 'directory' });
  });

  it.each([
    [{ url: 'ftp://public.example' }, /must be an http or https URL/],
    [{ url: 'file:///etc/passwd' }, /must be an http or https URL/],
    [{ url: 'https://' }, /must be an http or https URL/],
    [{ url: 'https://user:pass@public.example' }, /credentials/],
    [{ url: 'http://127.0.0.1:8000' }, /loopback address 127.0.0.1/],
    [{ url: 'http://2130706433/' }, /loopback address 127.0.0.1/],
    [{ url: 'http://[::ffff:10.0.0.1]/' }, /private address/],
    [{ url: 'http://169.254.169.254/latest' }, /metadata/],
    [{ url: 'http://intranet.example' }, /private address 10.1.2.3/],
    [{ url: 'http://metadata.example' }, /metadata/],
    [{ url: 'http://nowhere.example' }, /cannot be resolved/],
    [{ host: '-oX/etc/passwd' }, /must be a host name/],
    [{ host: 'a b' }, /must be a host name/],
    [{ host: '10.0.0.1' }, /private address/],
    [{ host: 'intranet.example' }, /private address/],
    [{ host: '93.184.0.0/16' }, /wider than 256/],
    [{ host: '9.255.255.255/23' }, /wider than 256/],
    [{ host: '100.64.0.3/24' }, /private address 100.64.0.0/],
  ])('%o is refused', async (wanted, detail) => {
    await expect(check(wanted)).rejects.toMatchObject({ status: 400, message: expect.stringMatching(detail) });
  });

  it('allows private places when told to, link-local and metadata never', async () => {
    await expect(check({ url: 'http://127.0.0.1:8000', host: '10.0.0.0/16' }, true)).resolves.toBeDefined();
    await expect(check({ url: 'http://169.254.169.254' }, true)).rejects.toMatchObject({ status: 400 });
    await expect(check({ host: '169.254.0.0/16' }, true)).rejects.toMatchObject({ status: 400 });
  });
});
