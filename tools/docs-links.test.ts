import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = globSync(
  ['*.md', 'docs/**/*.md', 'changes/*.md', 'examples/*.md', 'bench/*.md', 'packages/scanners/src/*/README.md'],
  { cwd: root },
);

/** Relative targets of links and pictures, without code blocks. */
function findLinks(text: string): readonly string[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

it('reads links and leaves code alone', () => {
  expect(findLinks('[a](b.md#c) ![d](e.svg) [f](https://g) `[h](i)`\n```\n[j](k)\n```\n')).toEqual(['b.md', 'e.svg']);
});

it.each(pages)('the links of %s lead somewhere', (page) => {
  const missing = findLinks(readFileSync(join(root, page), 'utf8')).filter(
    (target) => !existsSync(join(root, dirname(page), target)),
  );
  expect(missing).toEqual([]);
});

it('every decision has its own number', () => {
  const numbers = globSync('docs/adr/*.md', { cwd: root }).map((path) => /(\d{4})-/.exec(path)?.[1]);
  expect(new Set(numbers).size).toBe(numbers.length);
});
