import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareCodePoints } from '@securescan/model';
import { expect, it } from 'vitest';
import { renderRuleDocs, RULE_PAGES } from './gen-rule-docs.ts';

const pages = await renderRuleDocs();

it.each([...pages])('%s follows from the rule catalogue (run node tools/gen-rule-docs.ts)', (name, text) => {
  expect(readFileSync(join(RULE_PAGES, name), 'utf8')).toBe(text);
});

it('there are pages for these scanners and no others', () => {
  expect(readdirSync(RULE_PAGES).toSorted(compareCodePoints)).toEqual([...pages.keys()].toSorted(compareCodePoints));
});

it('the links of each table lead to a heading of the page', () => {
  for (const [name, text] of pages) {
    const anchors = [...text.matchAll(/^## (.+)$/gm)].map(([, id = '']) =>
      id.toLowerCase().replaceAll(/[^a-z0-9_-]/g, ''),
    );
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(links, name).toEqual(anchors);
  }
});
