import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderConfigReference } from '../packages/server/src/config/reference.ts';
import { SERVER_CONFIG_FILE } from './gen-server-config.ts';

it('has a reference page of the server configuration that is up to date (npm run gen)', () => {
  expect(readFileSync(SERVER_CONFIG_FILE, 'utf8')).toBe(renderConfigReference());
});
