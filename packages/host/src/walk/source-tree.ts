import { lstat, realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import type { FileCheckResult, OpenTreeOptions, SourceTree } from '@securescan/core';
import { SecureScanError, asRepoPath, compareCodePoints, type RepoPath, type Target } from '@securescan/model';
import { listTrackedIgnored, readExcludeFiles } from '../git/ignore-facts.ts';
import { readOrigin } from '../git/made-tree.ts';
import { decodeText } from './decode.ts';
import { isExcluded, toExcludeRules } from './exclude.ts';
import { listIgnoredFiles } from './ignored-files.ts';
import { judgePath } from './ignore-rules.ts';
import { readOuterRules } from './ignore-sources.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { toByteString, toRelative } from './path-text.ts';
import { readFileBounded, toStamp } from './read-file.ts';
import { VENDORED_DIRECTORIES } from './vendored.ts';
import { walkTree, type WalkOptions, type WalkResult } from './walk.ts';

/** Runs a file check over what the walk found. */
export interface FileCheckRunner extends AsyncDisposable {
  check(checkId: string, walk: () => Promise<WalkResult>): Promise<FileCheckResult>;
}

const NOTHING: WalkResult = { files: [], problems: [], ignored: [], rawPaths: new Map() };

/** The scanned tree of a target; walks at the first question. */
export function openSourceTree(
  target: Target,
  options: OpenTreeOptions,
  runner: FileCheckRunner,
): SourceTree & AsyncDisposable {
  const root = target.kind === 'directory' || target.kind === 'file' ? target.root : sep;
  let walked: Promise<WalkResult> | undefined;
  const walk = (): Promise<WalkResult> => (walked ??= walkTarget(target, options));
  let ignored: Promise<readonly RepoPath[]> | undefined;
  const readBytes = async (path: RepoPath, maxBytes = MAX_FILE_BYTES): Promise<Buffer | null> => {
    if (target.kind === 'url' || target.kind === 'host') return null;
    const raw = walked === undefined ? undefined : (await walked).rawPaths.get(path);
    return readInside(root, path, raw, maxBytes);
  };
  return {
    root,
    files: async () => (await walk()).files,
    problems: async () => (await walk()).problems,
    ignoredFiles: () => (ignored ??= walk().then((result) => listIgnoredFiles(root, result, options.signal))),
    readBytes,
    async readText(path, maxBytes) {
      const bytes = await readBytes(path, maxBytes);
      return bytes === null ? null : decodeText(bytes);
    },
    check: (checkId) => runner.check(checkId, walk),
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

async function walkTarget(target: Target, options: OpenTreeOptions): Promise<WalkResult> {
  if (target.kind === 'file') return lookAtFile(target);
  if (target.kind !== 'directory') return NOTHING;
  const { signal } = options;
  // All of a tree made from git's objects is tracked, so what `.gitignore` says does not matter in it.
  const useGitIgnore = (await readOrigin(target.root)) === null;
  const [excludeFiles, tracked] = await Promise.all([
    readExcludeFiles(target.root, signal),
    listTrackedIgnored(target.root, signal),
  ]);
  const sources = await readOuterRules(target.root, target.path, excludeFiles, useGitIgnore);
  const walkOptions = {
    root: target.root,
    start: target.path,
    sources,
    useGitIgnore,
    exclude: toExcludeRules(options.exclude),
    signal,
  };
  const result = await walkTree(walkOptions);
  return addTracked(result, tracked, walkOptions);
}

/** What git tracks is part of the project, whatever an ignore file says. */
async function addTracked(result: WalkResult, tracked: readonly RepoPath[], options: WalkOptions): Promise<WalkResult> {
  if (tracked.length === 0) return result;
  const below = toRelative(options.root, options.start);
  const prefix = below === '' ? '' : `${below}/`;
  const known = new Set(result.files.map((file) => file.path));
  const added = [];
  for (const path of tracked) {
    if (!path.startsWith(prefix) || known.has(path) || isLeftOut(path.slice(prefix.length), path, options)) continue;
    const inside = await findInside(options.root, path);
    if (inside === null || inside !== join(options.root, path)) continue;
    const stat = await lstat(inside).catch(() => null);
    if (stat?.isFile() !== true) continue;
    added.push({ path, ...toStamp(stat) });
  }
  if (added.length === 0) return result;
  const names = new Set<string>(added.map((file) => file.path));
  return {
    ...result,
    files: [...result.files, ...added].toSorted((a, b) => compareCodePoints(a.path, b.path)),
    ignored: result.ignored.filter((path) => !names.has(path)),
  };
}

function isLeftOut(pathBelowStart: string, path: string, options: WalkOptions): boolean {
  const names = pathBelowStart.split('/');
  if (names.slice(0, -1).some((name) => VENDORED_DIRECTORIES.has(name))) return true;
  const bytes = toByteString(path);
  for (let end = bytes.indexOf('/'); end !== -1; end = bytes.indexOf('/', end + 1)) {
    if (isExcluded(options.exclude, bytes.slice(0, end), true)) return true;
  }
  return isExcluded(options.exclude, bytes, false) || judgePath(options.sources.own, bytes, false) === 'ignored';
}

async function lookAtFile(target: Extract<Target, { kind: 'file' }>): Promise<WalkResult> {
  const path = asRepoPath(toRelative(target.root, target.path));
  const stat = await lstat(target.path).catch((cause: unknown) => {
    throw new SecureScanError('E_TARGET_UNREADABLE', `${target.display} cannot be read; check that it still exists.`, {
      cause,
    });
  });
  if (!stat.isFile()) {
    return { ...NOTHING, problems: [{ kind: 'special-file', path: basename(path), message: 'is not a regular file' }] };
  }
  return {
    ...NOTHING,
    files: [{ path, ...toStamp(stat) }],
  };
}

async function readInside(
  root: string,
  path: string,
  raw: Buffer | undefined,
  maxBytes: number,
): Promise<Buffer | null> {
  const location = raw ?? (await findInside(root, path));
  if (location === null) return null;
  const read = await readFileBounded(location, maxBytes);
  return read.kind === 'read' ? read.bytes : null;
}

/** Absolute path without links, or null when there is nothing or it lies outside the root. */
async function findInside(root: string, path: string): Promise<string | null> {
  if (isAbsolute(path) || path.includes('\0')) return null;
  const location = resolve(root, path);
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(location)]);
    const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
    return real.startsWith(prefix) ? real : null;
  } catch {
    return null;
  }
}
