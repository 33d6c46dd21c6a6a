import { realpathSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { toChildEnvironment, type Environment } from '../process/child-environment.ts';

/**
 * Environment of a tool: the allow-listed names, and its own directories first on PATH, since some tools call siblings.
 * Python and Node tools must not pick up settings or modules from the scanned directory.
 */
export function toToolEnvironment(
  parent: Environment,
  toolPath: string,
  additions: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const path = [...new Set([dirname(toolPath), dirname(realOrSame(toolPath)), parent['PATH'] ?? ''])]
    .filter((entry) => entry !== '')
    .join(delimiter);
  return toChildEnvironment(parent, {
    PATH: path,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONSAFEPATH: '1',
    PYTHONUTF8: '1',
    NO_COLOR: '1',
    ...additions,
  });
}

/** Where a link leads; siblings of the program stand there. */
function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
