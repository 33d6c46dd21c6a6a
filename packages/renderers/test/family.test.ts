import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderers, type Renderer } from '../src/index.ts';
import { digestOf, renderAll } from './render-digest.ts';

const SCRIPT = join(import.meta.dirname, 'render-digest.ts');
const all: readonly (readonly [string, Renderer])[] = Object.entries(renderers);

function digestsIn(env: Readonly<Record<string, string>>): unknown {
  const output = execFileSync(process.execPath, [SCRIPT], { env: { PATH: '/usr/bin:/bin', ...env }, encoding: 'utf8' });
  return JSON.parse(output);
}

describe('every renderer', () => {
  it('has the id it is registered under and a folder of that name', () => {
    expect(all.filter(([id, renderer]) => renderer.id !== id)).toEqual([]);
    const folders = all.map(([id]) => (id === 'table' ? 'text' : id));
    expect(folders.filter((id) => !existsSync(join(import.meta.dirname, '../src', id, 'index.ts')))).toEqual([]);
  });

  it('renders a scan, a change or a bill of materials', () => {
    const kinds = ['renderScan', 'renderChange', 'renderBom'];
    const idle = all.filter(([, renderer]) => !kinds.some((kind) => kind in renderer));
    expect(idle).toEqual([]);
  });

  it('gives the same bytes in other time zones and locales', { timeout: 60_000 }, () => {
    const here = digestsIn({ TZ: 'UTC', LANG: 'C' });
    expect(digestsIn({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toEqual(here);
    expect(digestsIn({ TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' })).toEqual(here);
  });
});

describe.each(all)('%s', (_id, renderer) => {
  it('gives the same bytes twice, and after shuffling its input', async () => {
    const first = await renderAll(renderer, false);
    expect(first.every(({ parts }) => parts.length > 0 && parts.every(({ content }) => content.length > 0))).toBe(true);
    const digest = digestOf(first);
    expect(digestOf(await renderAll(renderer, false))).toBe(digest);
    expect(digestOf(await renderAll(renderer, true))).toBe(digest);
  });

  it('says what it is in one line', () => {
    expect(renderer.description).toMatch(/^[^\n]{10,80}$/);
    expect(renderer.contentType).toMatch(/^[a-z]+\/[\w.+-]+(?:; charset=utf-8)?$/);
    expect(renderer.extension).toMatch(/^[a-z]+(?:\.[a-z]+)?$/);
  });
});
