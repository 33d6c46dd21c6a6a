import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareCodePoints, describeError, SecureScanError } from '@securescan/model';
import type { ConfigurationFile } from '@securescan/waf';
import { isInside, toShownPath } from '../inside.ts';

/** Folders of downloaded or made things: nobody's own code. */
const LEFT_OUT = new Set(['.terraform', '.git', 'node_modules', '.venv', '__pycache__', '.wafpass-state']);
const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 100_000;
const MAX_DEPTH = 64;

/** A file that is there and cannot be used. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: string;
}

export interface CollectedFiles {
  /** In code point order of their paths, which are relative to the working directory where they lie below it. */
  readonly files: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
}

/**
 * Reads files that were named, and those below named directories.
 * @param paths - as typed
 * @param wants - whether a file found below a directory matters, by its path
 * @throws SecureScanError E_TARGET_NOT_FOUND, E_TARGET_UNREADABLE
 */
export function collectFiles(paths: readonly string[], cwd: string, wants: (path: string) => boolean): CollectedFiles {
  const files = new Map<string, string>();
  const unread: UnreadFile[] = [];
  const read = (absolute: string) => {
    const path = toShownPath(cwd, absolute);
    if (files.has(path)) return;
    if (files.size >= MAX_FILES)
      throw new SecureScanError('E_TARGET_UNREADABLE', `more than ${MAX_FILES} files; check a smaller directory`);
    const result = readText(absolute);
    if ('text' in result) files.set(path, result.text);
    else unread.push({ path, reason: result.reason });
  };
  const walk = (directory: string, root: string, depth: number) => {
    if (depth > MAX_DEPTH)
      return unread.push({ path: toShownPath(cwd, directory), reason: `lies deeper than ${MAX_DEPTH} folders` });
    for (const entry of readdirSync(directory, { withFileTypes: true }).toSorted((a, b) =>
      compareCodePoints(a.name, b.name),
    )) {
      const absolute = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) walk(absolute, root, depth + 1);
      } else if (entry.isFile()) {
        if (wants(toShownPath(cwd, absolute))) read(absolute);
      } else if (entry.isSymbolicLink() && wants(toShownPath(cwd, absolute))) {
        if (leadsToFileInside(absolute, root)) read(absolute);
        else
          unread.push({
            path: toShownPath(cwd, absolute),
            reason: 'is a link that leads out of the checked directory, or nowhere',
          });
      }
    }
    return undefined;
  };
  for (const typed of paths) {
    const absolute = resolve(cwd, typed);
    const kind = kindOf(absolute, typed);
    if (kind === 'file') read(absolute);
    else guardWalk(typed, () => walk(absolute, realpathSync(absolute), 0));
  }
  return {
    files: [...files].map(([path, text]) => ({ path, text })).toSorted((a, b) => compareCodePoints(a.path, b.path)),
    unread,
  };
}

function kindOf(absolute: string, typed: string): 'file' | 'directory' {
  try {
    const found = statSync(absolute);
    if (found.isDirectory()) return 'directory';
    if (found.isFile()) return 'file';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new SecureScanError('E_TARGET_UNREADABLE', `cannot read ${typed}: ${describeError(error)}`, {
        cause: error,
      });
    }
    throw new SecureScanError('E_TARGET_NOT_FOUND', `path does not exist: ${typed}`, { cause: error });
  }
  throw new SecureScanError('E_TARGET_UNREADABLE', `${typed} is neither a file nor a directory`);
}

function guardWalk(typed: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (error instanceof SecureScanError) throw error;
    throw new SecureScanError('E_TARGET_UNREADABLE', `cannot read ${typed}: ${describeError(error)}`, { cause: error });
  }
}

function leadsToFileInside(link: string, root: string): boolean {
  try {
    return isInside(root, realpathSync(link)) && statSync(link).isFile();
  } catch {
    return false;
  }
}

function readText(absolute: string): { readonly text: string } | { readonly reason: string } {
  try {
    const { size } = statSync(absolute);
    if (size > MAX_FILE_BYTES) return { reason: `is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB` };
    // A byte order mark is no part of the text.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(absolute)) };
  } catch (error) {
    if (error instanceof TypeError) return { reason: 'is not UTF-8' };
    return { reason: `cannot be read: ${describeError(error)}` };
  }
}
