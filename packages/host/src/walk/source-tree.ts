import { lstat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { FileCheckResult, OpenTreeOptions, SourceTree } from '@securescan/core';
import { SecureScanError, asRepoPath, type RepoPath, type Target } from '@securescan/model';
import { listTrackedIgnored, readExcludeFiles } from '../git/ignore-facts.ts';
import { readOrigin } from '../git/made-tree.ts';
import { decodeText } from './decode.ts';
import { isFileExcluded, toExcludeRules } from './exclude.ts';
import { findInside } from './find-inside.ts';
import { listIgnoredFiles } from './ignored-files.ts';
import { readOuterRules } from './ignore-sources.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { toRelative } from './path-text.ts';
import { readFileBounded, toStamp } from './read-file.ts';
import { addTracked } from './tracked-files.ts';
import { walkTree, type WalkResult } from './walk.ts';

/** Runs a file check over what the walk found. */
export interface FileCheckRunner extends AsyncDisposable {
  check(checkId: string, walk: () => Promise<WalkResult>): Promise<FileCheckResult>;
}

const NOTHING: WalkResult = { files: [], problems: [], ignored: [], vendored: [], rawPaths: new Map() };

/** The scanned tree of a target; walks at the first question. */
export function openSourceTree(
  target: Target,
  options: OpenTreeOptions,
  runner: FileCheckRunner,
): SourceTree & AsyncDisposable {
  const root = target.kind === 'directory' || target.kind === 'file' ? target.root : sep;
  const excluded = toExcludeRules(options.exclude);
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
    leavesOut: (path) => isFileExcluded(excluded, path),
    ignoredFiles: () => (ignored ??= walk().then((result) => listIgnoredFiles(root, result, options.signal))),
    vendoredDirectories: async () => (await walk()).vendored,
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
