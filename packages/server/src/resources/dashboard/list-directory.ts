import type { Dirent } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { DirectoryListing } from '@securescan/contract';
import { compareCodePoints } from '@securescan/model';
import type { z } from 'zod';
import { badRequest, forbidden } from '../../problem/http-problem.ts';
import { isInside } from '../../scans/target-policy.ts';

type Listing = z.input<typeof DirectoryListing>;

const MAX_ENTRIES = 100;
/** Directories that nobody scans on their own. */
const HIDDEN = new Set(['node_modules', 'venv', '__pycache__', 'dist', 'build']);
/** Files that tell what kind of project a directory holds. */
const SHOWN_FILES = new Set(['package.json', 'pyproject.toml', 'Cargo.toml', 'go.mod', 'Makefile', 'Dockerfile']);

/**
 * A directory below the allowed roots, for choosing a target: directories first, each kind by its name in lower case.
 * @param path - null or blank: the first root
 * @throws HttpProblem 400 or 403
 */
export async function listDirectory(path: string | null, roots: readonly string[]): Promise<Listing> {
  const wanted = path === null || path.trim() === '' ? (roots[0] ?? '/') : resolve(path);
  const isAllowed = (directory: string): boolean => roots.some((root) => isInside(directory, root));
  const current = await resolveDirectory(wanted);
  if (!isAllowed(current)) throw forbidden('Path is outside the directories that this server may scan');
  const listed = await readEntries(current);
  const described = await Promise.all(listed.map((entry) => describeEntry(current, entry)));
  const shown = described.filter((entry) => entry !== null).toSorted(compareEntries);
  const parent = dirname(current);
  return {
    current,
    parent: parent !== current && isAllowed(parent) ? parent : null,
    entries: shown.slice(0, MAX_ENTRIES),
    truncated: shown.length > MAX_ENTRIES,
  };
}

async function resolveDirectory(path: string): Promise<string> {
  let current: string;
  try {
    current = await realpath(path);
  } catch {
    throw badRequest('Invalid or non-existent path');
  }
  const stats = await stat(current).catch(() => null);
  if (stats === null) throw badRequest('Invalid or non-existent path');
  if (!stats.isDirectory()) throw badRequest('Path is not a directory');
  return current;
}

async function readEntries(directory: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch {
    throw forbidden('Permission denied');
  }
}

/** Null for what is not shown. A link to a directory is shown under its own path; where it leads is judged when it is opened. */
async function describeEntry(directory: string, entry: Dirent): Promise<Listing['entries'][number] | null> {
  const path = join(directory, entry.name);
  const isDirectory =
    entry.isDirectory() ||
    (entry.isSymbolicLink() &&
      (await stat(path).then(
        (stats) => stats.isDirectory(),
        () => false,
      )));
  if (!isDirectory) {
    return SHOWN_FILES.has(entry.name) ? { name: entry.name, path, is_dir: false, is_repository: false } : null;
  }
  if (HIDDEN.has(entry.name) || (entry.name.startsWith('.') && entry.name !== '.git')) return null;
  const isRepository = await access(join(path, '.git')).then(
    () => true,
    () => false,
  );
  return { name: entry.name, path, is_dir: true, is_repository: isRepository };
}

function compareEntries(a: Listing['entries'][number], b: Listing['entries'][number]): number {
  if (a.is_dir !== b.is_dir) return a.is_dir ? -1 : 1;
  return compareCodePoints(a.name.toLowerCase(), b.name.toLowerCase()) || compareCodePoints(a.name, b.name);
}
