import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '@securescan/model';
import { configJsonSchema, lintConfig, parseConfig, updateConfigPage } from '@securescan/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/reference', name), 'utf8');

describe('docs/reference/errors.md', () => {
  const headings = [...read('errors.md').matchAll(/^### (.+)$/gm)].map(([, code]) => code);

  it('has an entry for every code, in the order of the list, and no other', () => {
    expect(headings).toEqual([...ERROR_CODES]);
  });

  it('says something under every heading', () => {
    const entries = read('errors.md').split(/^### /m).slice(1);
    expect(entries.filter((entry) => (entry.split('\n')[2] ?? '').length < 20)).toEqual([]);
  });
});

describe('docs/reference/configuration.md', () => {
  const page = read('configuration.md');
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

  it('has the table of the schema; node tools/gen-config.ts writes it', () => {
    expect(page).toBe(updateConfigPage(page));
  });

  it('shows an example without a fault that uses nearly every key', async () => {
    const parsed = parseConfig(example);
    expect(parsed).toMatchObject({ ok: true });
    const { issues } = await lintConfig({
      source: { state: 'read', text: example },
      displayPath: '.securescan.yml',
      directory: '/p',
      exists: () => Promise.resolve(true),
      today: '2026-08-01',
    });
    expect(issues).toEqual([]);
    expect(parsed.ok && parsed.config.keys.length).toBeGreaterThanOrEqual(10);
  });

  it('has an example that editors accept too', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    const isValid = ajv.compile(configJsonSchema());
    expect(isValid(parse(example))).toBe(true);
    expect(isValid({ scan_typs: [] })).toBe(false);
  });
});

describe('docs/reference/securescan.schema.json', () => {
  it('is the schema of the parser; node tools/gen-config.ts writes it', () => {
    expect(JSON.parse(read('securescan.schema.json'))).toEqual(configJsonSchema());
  });
});
