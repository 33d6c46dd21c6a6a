import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fuzzApi, SCHEMATHESIS } from '../../tools/fuzz-api.ts';

const SECONDS = 25;

/** `npm run fuzz:api` takes longer. */
it.skipIf(!existsSync(SCHEMATHESIS))(
  `answers whatever schemathesis makes of the OpenAPI document as that says (else skipped: npm run tools:install)`,
  async () => {
    const { status, output, log } = await fuzzApi({ program: SCHEMATHESIS, seconds: SECONDS, seed: 7 });
    expect(status, output).toBe(0);
    expect(output).toMatch(/Tested: \d{2,}/);
    expect(log).not.toContain('"status":500');
  },
  SECONDS * 1000 + 120_000,
);
