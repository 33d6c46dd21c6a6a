import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = globSync(
  ['*.md', 'docs/**/*.md', 'changes/*.md', 'examples/*.md', 'bench/*.md', 'packages/scanners/src/*/README.md'],
  { cwd: root },
);

interface Link {
  /** Relative to the page; empty for the page itself. */
  readonly target: string;
  readonly anchor: string | null;
}

/** Relative links and pictures, without code blocks. */
function findLinks(text: string): readonly Link[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s#]*)(?:#([^)\s]*))?\)/g)]
    .map(([, target = '', anchor]) => ({ target, anchor: anchor ?? null }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Anchors of the headings of a page, as the forge makes them. */
function listAnchors(text: string): ReadonlySet<string> {
  const headings = text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm);
  const slugs = [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
  return new Set(slugs);
}

it('reads links and leaves code alone', () => {
  expect(findLinks('[a](b.md#c) ![d](e.svg) [f](https://g) `[h](i)` [l](#m)\n```\n[j](k)\n```\n')).toEqual([
    { target: 'b.md', anchor: 'c' },
    { target: 'e.svg', anchor: null },
    { target: '', anchor: 'm' },
  ]);
  expect([...listAnchors('# A `b`, c\n## scan.start\n```\n# no\n```\n')]).toEqual(['a-b-c', 'scanstart']);
});

it.each(pages)('the links of %s lead somewhere', (page) => {
  const missing = findLinks(readFileSync(join(root, page), 'utf8')).filter(({ target, anchor }) => {
    const path = target === '' ? join(root, page) : join(root, dirname(page), target);
    if (!existsSync(path)) return true;
    return anchor !== null && path.endsWith('.md') && !listAnchors(readFileSync(path, 'utf8')).has(anchor);
  });
  expect(missing).toEqual([]);
});

it('every decision has its own number', () => {
  const numbers = globSync('docs/adr/*.md', { cwd: root }).map((path) => /(\d{4})-/.exec(path)?.[1]);
  expect(new Set(numbers).size).toBe(numbers.length);
});
