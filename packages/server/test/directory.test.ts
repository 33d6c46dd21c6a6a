import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDirectory } from '../src/resources/dashboard/list-directory.ts';

let base: string;
let root: string;

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-browse-')));
  root = join(base, 'root');
  for (const name of ['Beta/.git', 'alpha', '.hidden', 'node_modules', 'many', '../outside']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const name of ['go.mod', 'Dockerfile', 'secret.txt']) writeFileSync(join(root, name), '');
  for (let index = 0; index < 101; index += 1) mkdirSync(join(root, 'many', `d${index}`));
  symlinkSync(join(root, 'alpha'), join(root, 'link'));
  symlinkSync(join(base, 'outside'), join(root, 'escape'));
  symlinkSync(join(root, 'loop'), join(root, 'loop'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('browsing', () => {
  it('shows directories first, marks repositories, and hides what nobody scans', async () => {
    const listing = await listDirectory(null, [root]);
    expect(listing).toMatchObject({ current: root, parent: null, truncated: false });
    expect(listing.entries.map(({ name, is_dir, is_repository }) => [name, is_dir, is_repository])).toEqual([
      ['alpha', true, false],
      ['Beta', true, true],
      ['escape', true, false],
      ['link', true, false],
      ['many', true, false],
      ['Dockerfile', false, false],
      ['go.mod', false, false],
    ]);
  });

  it('says that a list was cut', async () => {
    const listing = await listDirectory(join(root, 'many'), [root]);
    expect(listing.entries).toHaveLength(100);
    expect(listing.truncated).toBe(true);
    expect(listing.parent).toBe(root);
  });

  it.each([
    ['../outside', 403, /outside/],
    ['escape', 403, /outside/],
    ['nope', 400, /non-existent/],
    ['loop', 400, /non-existent/],
    ['a\0b', 400, /non-existent/],
    ['go.mod', 400, /not a directory/],
  ])('refuses %j with %d', async (name, status, message) => {
    await expect(listDirectory(`${root}/${name}`, [root])).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('follows a link to where it leads, inside the roots', async () => {
    expect(await listDirectory(join(root, 'link'), [root])).toMatchObject({ current: join(root, 'alpha') });
  });
});
