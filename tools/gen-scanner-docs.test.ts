import { readFileSync } from 'node:fs';
import { scannerList } from '@securescan/scanners';
import { expect, it } from 'vitest';
import { renderScannerDocs, SCANNERS_PAGE } from './gen-scanner-docs.ts';

it('the page of the scanners follows from the registry (run node tools/gen-scanner-docs.ts)', () => {
  expect(readFileSync(SCANNERS_PAGE, 'utf8')).toBe(renderScannerDocs());
});

it('has a section for each scanner, in order, and no other', () => {
  const headings = [...renderScannerDocs().matchAll(/^## (.+)$/gm)].map(([, id]) => id);
  expect(headings).toEqual(scannerList.map(({ id }) => id));
});
