import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lintConfig, parseConfig, sortLintIssues, summariseLint } from '@securescan/core';
import type { Clock, ProjectConfig } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { findConfigFile } from '../targets/find-config-file.ts';

/** The configuration in force and where it came from. */
export interface Project {
  readonly config: ProjectConfig;
  /** Absolute path of the file; null when there is none and the defaults hold. */
  readonly path: string | null;
  /** Directory that its relative paths start from. */
  readonly directory: string;
}

export interface LoadProjectOptions {
  /** Absolute path where the search begins. */
  readonly start: string;
  /** Absolute path given by the user, or null to search. */
  readonly explicit: string | null;
  readonly clock: Clock;
  /** Ids that the configuration may name. */
  readonly scannerIds: readonly string[];
  /** Whether a file that the configuration names counts as there; default: when it exists. */
  readonly exists?: (path: string) => Promise<boolean>;
}

/**
 * The configuration a user has named, or the nearest one at or above a place.
 * @throws SecureScanError E_CONFIG_NOT_FOUND, E_CONFIG_UNREADABLE, E_CONFIG_INVALID with one line per problem
 */
export async function loadProject(options: LoadProjectOptions): Promise<Project> {
  const { start, explicit, clock, scannerIds, exists = isThere } = options;
  const path = explicit ?? (await findConfigFile(start));
  if (path === null) return { config: emptyConfig(), path: null, directory: start };
  const text = await readText(path);
  const report = await lintConfig({
    source: { state: 'read', text },
    displayPath: path,
    directory: dirname(path),
    exists,
    today: clock.now().toISOString().slice(0, 10),
    scannerIds,
  });
  const errors = sortLintIssues(report.issues).filter(({ level }) => level === 'error');
  if (report.config === null || errors.length > 0) {
    const lines = errors.map(({ location, message, position }) => {
      const place = position === null ? '' : `:${position.line}:${position.column}`;
      return `error: ${location ?? '-'}: ${message} (${path}${place})`;
    });
    throw new SecureScanError('E_CONFIG_INVALID', [...lines, summariseLint(report.issues)].join('\n'));
  }
  return { config: report.config, path, directory: dirname(path) };
}

/** The configuration that holds when there is no file. */
export function emptyConfig(): ProjectConfig {
  const parsed = parseConfig('');
  if (!parsed.ok) throw new Error('the empty configuration is not valid');
  return parsed.config;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? new SecureScanError('E_CONFIG_NOT_FOUND', `configuration not found: ${path}`, { cause: error })
      : new SecureScanError('E_CONFIG_UNREADABLE', `cannot read configuration: ${describeError(error)}`, {
          cause: error,
        });
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
