import { realpath } from 'node:fs/promises';
import { type FileEntry, type WalkProblem } from '@securescan/core';
import { SecureScanError, asRepoPath, compareCodePoints, type RepoPath } from '@securescan/model';
import { mapBounded, yieldToEventLoop } from './bounded.ts';
import { isExcluded } from './exclude.ts';
import { judgePath, type IgnoreRules } from './ignore-rules.ts';
import { addDirectoryRules, type IgnoreSources } from './ignore-sources.ts';
import { WALK_LIMITS } from './limits.ts';
import { listDirectory, locateName, lookUpKind, toKind, type Name } from './list-directory.ts';
import type { Pace } from './pace.ts';
import { toByteString, toRelative } from './path-text.ts';
import { errnoCode, toStamp } from './read-file.ts';
import { readStats } from './stat-reader.ts';
import { VENDORED_DIRECTORIES, VIRTUAL_ENVIRONMENT_MARKER } from './vendored.ts';

const CONCURRENT_DIRECTORIES = 16;
/** Names handled before other work gets its turn. */
const YIELD_EVERY = 2000;

/** A file with what is needed to know it again without reading it. */
export interface WalkedFile extends FileEntry {
  readonly ctimeMs: number;
  readonly ino: number;
}

export interface WalkResult {
  /** Sorted by code points of the path. */
  readonly files: readonly WalkedFile[];
  readonly problems: readonly WalkProblem[];
  /** Ignored files, and ignored directories with a slash at the end; relative to the root, in no order. */
  readonly ignored: readonly string[];
  /** Vendored directories that nothing else leaves out, sorted, without a slash at the end. */
  readonly vendored: readonly RepoPath[];
  /** File system names of the paths whose text is not their name (bytes that are not UTF-8). */
  readonly rawPaths: ReadonlyMap<string, Buffer>;
}

export interface WalkOptions {
  readonly root: string;
  /** The directory to walk, at or below the root, both without links. */
  readonly start: string;
  readonly sources: IgnoreSources;
  /** Whether `.gitignore` files count. */
  readonly useGitIgnore: boolean;
  readonly exclude: IgnoreRules | null;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  /** Default: see `WALK_LIMITS`. */
  readonly maxFiles?: number;
}

interface Directory {
  /** Relative to the root: empty, or ending in a slash. */
  readonly prefix: string;
  /** The same as a byte string, for patterns. */
  readonly bytePrefix: string;
  readonly location: string | Buffer;
  readonly depth: number;
  readonly git: IgnoreRules | null;
  readonly own: IgnoreRules | null;
  children: (WalkedFile | Directory)[];
}

interface Walk extends WalkOptions {
  readonly maxFiles: number;
  readonly problems: WalkProblem[];
  readonly ignored: string[];
  readonly vendored: string[];
  readonly rawPaths: Map<string, Buffer>;
  fileCount: number;
}

/**
 * Walks a directory, level by level and never more than a bounded number of directories at once.
 * @throws SecureScanError E_TARGET_UNREADABLE when the start cannot be listed, E_CANCELLED
 */
export async function walkTree(options: WalkOptions): Promise<WalkResult> {
  const below = toRelative(options.root, options.start);
  const prefix = below === '' ? '' : `${below}/`;
  const walk: Walk = {
    maxFiles: WALK_LIMITS.files,
    ...options,
    problems: [],
    ignored: [],
    vendored: [],
    rawPaths: new Map(),
    fileCount: 0,
  };
  const start: Directory = {
    prefix,
    bytePrefix: toByteString(prefix),
    location: options.start,
    depth: 0,
    git: options.sources.git,
    own: options.sources.own,
    children: [],
  };
  for (let level = [start]; level.length > 0;) {
    const found = await mapBounded(level, CONCURRENT_DIRECTORIES, (directory) => readDirectory(walk, directory));
    level = found.flat();
    if (walk.fileCount > walk.maxFiles) {
      note(walk, 'too-many', prefix, `only the first ${walk.maxFiles} files are looked at; exclude some directories`);
      break;
    }
  }
  const files = await flatten(start);
  walk.problems.sort((a, b) => compareCodePoints(a.path, b.path) || compareCodePoints(a.kind, b.kind));
  return {
    files: files.slice(0, walk.maxFiles),
    problems: walk.problems,
    ignored: walk.ignored,
    vendored: walk.vendored.toSorted(compareCodePoints).map(asRepoPath),
    rawPaths: walk.rawPaths,
  };
}

/** Lists one directory, looks at its files, and answers the directories below it. */
async function readDirectory(walk: Walk, directory: Directory): Promise<Directory[]> {
  throwIfAborted(walk.signal);
  // The level is walked to its end, so that the same files are the first ones each time, unless it is far too large.
  if (walk.fileCount > 2 * walk.maxFiles) return [];
  const names = await listNames(walk, directory);
  if (names === null) return [];
  if (directory.depth > 0 && names.some((entry) => entry.text === VIRTUAL_ENVIRONMENT_MARKER)) {
    walk.vendored.push(directory.prefix.slice(0, -1));
    return [];
  }
  const rules = await addDirectoryRules(directory, names, walk.useGitIgnore);
  const below: Directory[] = [];
  const files: Name[] = [];
  for (const [index, name] of names.entries()) {
    if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const kind = toKind(name.entry) ?? (await lookUpKind(locateName(directory.location, name)));
    if (kind === 'directory') {
      const child = enter(walk, directory, rules, name);
      if (child !== null) below.push(child);
    } else if (kind === 'gone' || !isWanted(walk, directory, rules, name, false)) {
      continue;
    } else if (kind === 'file') {
      files.push(name);
    } else if (kind === 'link') {
      await noteLink(walk, directory, name);
    } else {
      note(walk, 'special-file', directory.prefix + name.text, 'a device, socket or pipe is not opened');
    }
  }
  const found = await lookAtAll(walk, directory, files);
  walk.fileCount += found.length;
  directory.children = sortSiblings([...found, ...below]);
  return below;
}

/** The names, or null when the directory cannot be listed, which is noted. */
async function listNames(walk: Walk, directory: Directory): Promise<Name[] | null> {
  try {
    const pause = walk.pace.rest();
    if (pause !== null) await pause;
    return await listDirectory(directory.location, walk.pace);
  } catch (error) {
    const code = errnoCode(error) ?? String(error);
    if (directory.depth === 0) {
      throw new SecureScanError(
        'E_TARGET_UNREADABLE',
        `${walk.start} cannot be listed (${code}); check that it exists and that you may read it.`,
        { cause: error },
      );
    }
    if (code !== 'ENOENT') note(walk, 'unreadable', directory.prefix.slice(0, -1), `cannot be listed (${code})`);
    return null;
  }
}

interface Rules {
  readonly git: IgnoreRules | null;
  readonly own: IgnoreRules | null;
}

/** The directory to go on with, or null when it is left out. */
function enter(walk: Walk, directory: Directory, rules: Rules, name: Name): Directory | null {
  if (VENDORED_DIRECTORIES.has(name.text)) {
    if (name.text !== '.git' && judge(walk, directory, rules, name, true) === 'wanted') {
      walk.vendored.push(directory.prefix + name.text);
    }
    return null;
  }
  if (!isWanted(walk, directory, rules, name, true)) return null;
  const prefix = `${directory.prefix}${name.text}/`;
  if (directory.depth + 1 > WALK_LIMITS.depth) {
    note(
      walk,
      'too-deep',
      prefix.slice(0, -1),
      `is more than ${WALK_LIMITS.depth} directories deep and is not entered`,
    );
    return null;
  }
  return {
    prefix,
    bytePrefix: `${directory.bytePrefix}${name.byteText}/`,
    location: locateName(directory.location, name),
    depth: directory.depth + 1,
    ...rules,
    children: [],
  };
}

function isWanted(walk: Walk, directory: Directory, rules: Rules, name: Name, isDirectory: boolean): boolean {
  const verdict = judge(walk, directory, rules, name, isDirectory);
  if (verdict === 'ignored') walk.ignored.push(`${directory.prefix}${name.text}${isDirectory ? '/' : ''}`);
  return verdict === 'wanted';
}

function judge(
  walk: Walk,
  directory: Directory,
  rules: Rules,
  name: Name,
  isDirectory: boolean,
): 'wanted' | 'ignored' | 'excluded' {
  const path = directory.bytePrefix + name.byteText;
  if (isExcluded(walk.exclude, path, isDirectory)) return 'excluded';
  // Our own ignore files speak first, so that they can take back what git ignores.
  const verdict = judgePath(rules.own, path, isDirectory) ?? judgePath(rules.git, path, isDirectory);
  return verdict === 'ignored' ? 'ignored' : 'wanted';
}

/** Size and stamp of the files of a directory; those that are gone by now are left out. */
async function lookAtAll(walk: Walk, directory: Directory, names: readonly Name[]): Promise<WalkedFile[]> {
  const locations = names.map((name) => locateName(directory.location, name));
  const stats = await readStats(locations, walk.pace);
  const found: WalkedFile[] = [];
  for (const [i, name] of names.entries()) {
    const stat = stats[i];
    const path = asRepoPath(directory.prefix + name.text);
    if (stat instanceof Error) {
      if (errnoCode(stat) !== 'ENOENT') note(walk, 'unreadable', path, errnoCode(stat) ?? String(stat));
    } else if (stat?.isFile() === true) {
      const location = locations[i];
      if (location !== undefined && typeof location !== 'string') walk.rawPaths.set(path, location);
      found.push({ path, ...toStamp(stat) });
    }
  }
  return found;
}

/** A link to something inside is a second name of what the walk finds anyway; one to the outside is not followed. */
async function noteLink(walk: Walk, directory: Directory, name: Name): Promise<void> {
  let target: string;
  try {
    target = await realpath(locateName(directory.location, name));
  } catch {
    return;
  }
  if (target === walk.start || target.startsWith(walk.start.endsWith('/') ? walk.start : `${walk.start}/`)) return;
  note(walk, 'link-outside', directory.prefix + name.text, 'links to a place outside the target and is not followed');
}

function note(walk: Walk, kind: WalkProblem['kind'], path: string, message: string): void {
  if (walk.problems.length < WALK_LIMITS.problems) walk.problems.push({ kind, path, message });
}

/** Orders siblings so that reading the tree top to bottom gives the paths in code point order: `a-b` before `a/b`. */
function sortSiblings(children: (WalkedFile | Directory)[]): (WalkedFile | Directory)[] {
  return children.toSorted((a, b) => compareCodePoints(sortKey(a), sortKey(b)));
}

function sortKey(child: WalkedFile | Directory): string {
  return 'prefix' in child ? child.prefix : child.path;
}

async function flatten(start: Directory): Promise<WalkedFile[]> {
  const files: WalkedFile[] = [];
  const stack: (WalkedFile | Directory)[] = [start];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if ('prefix' in item) {
      for (let i = item.children.length - 1; i >= 0; i -= 1) stack.push(item.children[i] as WalkedFile | Directory);
    } else {
      files.push(item);
      if (files.length % (2 * YIELD_EVERY) === 0) await yieldToEventLoop();
    }
  }
  return files;
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new SecureScanError('E_CANCELLED', 'The walk was cancelled.');
}
