import { homedir } from 'node:os';
import { join } from 'node:path';

/** Private directory of the tools that tests run; kept between runs, apart from the user's own. */
export function testToolsDirectory(): string {
  return process.env['SECURESCAN_TEST_TOOLS_DIR'] ?? join(homedir(), '.cache', 'securescan', 'test-tools');
}
