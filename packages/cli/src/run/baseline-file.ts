import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BaselineIndex } from '@securescan/core';
import { parseBaselineIndex, readProjectBaseline } from '@securescan/host';
import { SecureScanError, describeError } from '@securescan/model';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import type { Project } from './project.ts';
import type { ScanChoices } from './scan-choices.ts';

export { parseBaselineIndex as toIndex } from '@securescan/host';

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
    return parseBaselineIndex(text, file);
  }
  const configured = await readProjectBaseline(project);
  if (configured.state === 'read') return configured.index;
  if (configured.state === 'missing') {
    await tell(
      io,
      `warning: baseline file not found: ${configured.name}; nothing is suppressed by it; securescan baseline writes it`,
    );
  }
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
