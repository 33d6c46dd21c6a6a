import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BLOCK_KINDS, OPERATORS } from '../src/index.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/reference/waf-control-files.md'), 'utf8');

it('the reference of control files has every operator once, and every kind of block', () => {
  const inTable = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/\w+/g)].map(([word]) => word),
  );
  expect(inTable.filter((word) => (OPERATORS as readonly string[]).includes(word)).toSorted()).toEqual(
    [...OPERATORS].toSorted(),
  );
  for (const kind of BLOCK_KINDS) expect(page).toContain(`\`${kind}\``);
});
