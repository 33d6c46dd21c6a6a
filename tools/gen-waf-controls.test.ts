import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONTROLS_PAGE, renderControlsPage } from './gen-waf-controls.ts';

it('docs/reference/waf-controls.md lists the controls as they are; node tools/gen-waf-controls.ts writes it', () => {
  expect(readFileSync(CONTROLS_PAGE, 'utf8')).toBe(renderControlsPage());
});
