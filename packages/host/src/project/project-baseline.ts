import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseBaseline, toBaselineIndex } from '@securescan/core';
import type { BaselineIndex } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import type { Project } from './load-project.ts';

/** The baseline that a configuration names; it may not be written yet. */
export type ProjectBaseline =
  | { readonly state: 'none' }
  | { readonly state: 'missing'; readonly name: string }
  | { readonly state: 'read'; readonly index: BaselineIndex };

/**
 * @param mayRead - whether the file counts as there; default: when it can be read
 * @throws SecureScanError E_BASELINE_INVALID
 */
export async function readProjectBaseline(
  project: Project,
  mayRead: (path: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<ProjectBaseline> {
  const name = project.config.baseline;
  if (name === null) return { state: 'none' };
  const path = resolve(project.directory, name);
  const text = (await mayRead(path)) ? await readFile(path, 'utf8').catch(() => null) : null;
  return text === null ? { state: 'missing', name } : { state: 'read', index: parseBaselineIndex(text, name) };
}

/**
 * Index of a baseline's text.
 * @param name - what the file is called in messages
 * @throws SecureScanError E_BASELINE_INVALID
 */
export function parseBaselineIndex(text: string, name: string): BaselineIndex {
  try {
    return toBaselineIndex(parseBaseline(text));
  } catch (error) {
    throw new SecureScanError('E_BASELINE_INVALID', `could not read baseline ${name}: ${describeError(error)}`, {
      cause: error,
    });
  }
}
