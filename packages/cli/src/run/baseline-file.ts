import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseBaseline, toBaselineIndex } from '@securescan/core';
import type { BaselineIndex } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import type { Project } from './project.ts';
import type { ScanChoices } from './scan-choices.ts';

/**
 * The baseline in force: the file named by `--baseline`, which must be there, else that of the configuration, which may
 * not be written yet.
 * @throws SecureScanError E_BASELINE_NOT_FOUND, E_BASELINE_INVALID
 */
export async function readBaselineIndex(choices: ScanChoices, project: Project, io: Io): Promise<BaselineIndex | null> {
  if (choices.noSuppress) return null;
  if (choices.baselineFile !== null) {
    const file = choices.baselineFile;
    const text = await readBaselineText(resolve(io.cwd, file), file).catch((error: unknown) => {
      if (!(error instanceof SecureScanError) || error.code !== 'E_BASELINE_NOT_FOUND') throw error;
      throw new SecureScanError(error.code, `${error.message}; write it with securescan baseline -o ${file}`, {
        cause: error,
      });
    });
    return toIndex(text, file);
  }
  const configured = project.config.baseline;
  if (configured === null) return null;
  const path = resolve(project.directory, configured);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text !== null) return toIndex(text, configured);
  await tell(
    io,
    `warning: baseline file not found: ${configured}; nothing is suppressed by it; securescan baseline writes it`,
  );
  return null;
}

/** @throws SecureScanError E_BASELINE_NOT_FOUND */
export async function readBaselineText(path: string, display: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new SecureScanError('E_BASELINE_NOT_FOUND', `baseline file not found: ${display}`, { cause: error });
    }
    throw new SecureScanError('E_BASELINE_INVALID', `cannot read baseline ${display}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

/** Index of a baseline's text; errors name the file. */
export function toIndex(text: string, display: string): BaselineIndex {
  try {
    return toBaselineIndex(parseBaseline(text));
  } catch (error) {
    throw new SecureScanError('E_BASELINE_INVALID', `could not read baseline ${display}: ${describeError(error)}`, {
      cause: error,
    });
  }
}
