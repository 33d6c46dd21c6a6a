import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashIdentity, toFindingId } from '../src/index.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/reference/fingerprint.md'), 'utf8');
const examples = [...page.matchAll(/^\| `(.+)` \| `([0-9a-f]{64})` \|$/gm)].map(([, text, hash]) => [
  (text ?? '').replaceAll(String.raw`\|`, '|'),
  hash ?? '',
]);

describe('docs/reference/fingerprint.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(5);
  });

  it.each(examples)('%s', (text, hash) => {
    expect(hashIdentity(text)).toBe(hash);
  });

  it('numbers the second occurrence and makes the id as it says', () => {
    const [first, second] = examples;
    expect(hashIdentity(first?.[0] ?? '', 2)).toBe(second?.[1]);
    expect(page).toContain(`\`${toFindingId(hashIdentity(first?.[0] ?? ''))}\``);
  });
});
