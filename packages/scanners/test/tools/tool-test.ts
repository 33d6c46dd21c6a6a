import type { Scanner } from '@securescan/core';
import { findToolProblem } from '@securescan/testkit/scanner-context';
import { describe } from 'vitest';

/** Tests with the real tool of a scanner. Where it is not ready they are skipped, with the reason in the title. */
export async function describeTool(scanner: Scanner, define: () => void): Promise<void> {
  const problem = await findToolProblem(scanner);
  const title = `the real ${scanner.id}${problem === null ? '' : ` (skipped: ${problem})`}`;
  describe.skipIf(problem !== null)(title, () => {
    define();
  });
}
