import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describeError, SecureScanError } from '@securescan/model';
import { parseWaivers } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { toShownPath } from '../inside.ts';

/** In this order; each is looked for everywhere before the next. */
const NAMES = ['risk_acceptance.yml', '.wafpass-skip.yml'];
const MAX_BYTES = 4 * 1024 * 1024;

/** The file of `--skip-file`, else the first of the well-known ones; null when there is none. */
export function findWaiverFile(args: ParsedArguments, io: Io, paths: readonly string[]): string | null {
  const given = args.find('skip-file');
  if (given !== undefined) return resolve(io.cwd, given);
  const places = [io.cwd, ...paths.map((path) => folderOf(resolve(io.cwd, path)))];
  for (const name of NAMES) {
    const found = places.map((place) => join(place, name)).find((path) => isFile(path));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Reads a file of waivers and risk acceptances.
 * @throws SecureScanError E_CONFIG_NOT_FOUND, E_CONFIG_INVALID with a line per mistake
 */
export function readWaiverFile(path: string, io: Io): ReturnType<typeof parseWaivers> {
  let text: string;
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SecureScanError('E_CONFIG_NOT_FOUND', `cannot read waivers: ${describeError(error)}`, { cause: error });
  }
  return parseWaivers(text, toShownPath(io.cwd, path));
}

function folderOf(path: string): string {
  return isFile(path) ? dirname(path) : path;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
