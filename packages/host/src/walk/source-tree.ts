import { lstat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { FileCheckResult, OpenTreeOptions, RememberedWork, SourceTree } from '@securescan/core';
import { SecureScanError, asRepoPath, type RepoPath, type Target } from '@securescan/model';
import { listTrackedIgnored, readExcludeFiles } from '../git/ignore-facts.ts';
import { readOrigin } from '../git/made-tree.ts';
import { decodeText } from './decode.ts';
import { isFileExcluded, toExcludeRules } from './exclude.ts';
import { createInsideFinder, type InsideFinder } from './find-inside.ts';
import { listIgnoredFiles } from './ignored-files.ts';
import { readOuterRules } from './ignore-sources.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { createPace, type Pace } from './pace.ts';
import { toRelative } from './path-text.ts';
import { readAtPace, toStamp } from './read-file.ts';
import { addTracked } from './tracked-files.ts';
import { walkTree, type WalkResult } from './walk.ts';

/** Runs a file check over what the walk found. */
export interface FileCheckRunner extends AsyncDisposable {
  check(checkId: string, walk: () => Promise<WalkResult>): Promise<FileCheckResult>;
}

/** What it takes to read in a tree. */
export interface TreePlace {
  /** Without links. */
  readonly root: string;
  readonly pace: Pace;
  readonly finder: InsideFinder;
}

/** Does work on the tree, or answers what it came to in an earlier run. */
export type Rememberer = <T>(work: RememberedWork<T>, place: TreePlace & { walk(): Promise<WalkResult> }) => Promise<T>;

const NOTHING: WalkResult = { files: [], problems: [], ignored: [], vendored: [], rawPaths: new Map() };

/** The scanned tree of a target; walks at the first question. */
export function openSourceTree(
  target: Target,
  options: OpenTreeOptions,
  runner: FileCheckRunner,
  rememberWork: Rememberer,
): SourceTree & AsyncDisposable {
  const root = target.kind === 'directory' || target.kind === 'file' ? target.root : sep;
  const excluded = toExcludeRules(options.exclude);
  const pace = createPace();
  let walked: Promise<WalkResult> | undefined;
  const walk = (): Promise<WalkResult> => (walked ??= walkTarget(target, options, pace));
  const finder = createInsideFinder(root, pace);
  let ignored: Promise<readonly RepoPath[]> | undefined;
  const readBytes = async (path: RepoPath, maxBytes = MAX_FILE_BYTES): Promise<Buffer | null> => {
    if (target.kind === 'url' || target.kind === 'host') return null;
    const raw = walked === undefined ? undefined : (await walked).rawPaths.get(path);
    const location = raw ?? (await finder.find(path));
    if (location === null) return null;
    const read = await readAtPace(location, maxBytes, pace);
    return read.kind === 'read' ? read.bytes : null;
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
    remember: (work) => rememberWork(work, { root, pace, finder, walk }),
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

async function walkTarget(target: Target, options: OpenTreeOptions, pace: Pace): Promise<WalkResult> {
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
    pace,
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
