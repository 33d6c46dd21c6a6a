import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPENAPI_FILE, renderOpenApi } from './gen-openapi.ts';

it('the OpenAPI document follows from the routes (run npm run gen)', () => {
  expect(readFileSync(OPENAPI_FILE, 'utf8')).toBe(renderOpenApi());
});
