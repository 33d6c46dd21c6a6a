import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodePoints, type RepoPath } from '@securescan/model';
import { isExcluded } from './exclude.ts';
import { createInsideFinder } from './find-inside.ts';
import { judgePath, type IgnoreRules } from './ignore-rules.ts';
import { addOwnRules } from './ignore-sources.ts';
import { toByteString, toRelative } from './path-text.ts';
import { toStamp } from './read-file.ts';
import { VENDORED_DIRECTORIES } from './vendored.ts';
import type { WalkedFile, WalkOptions, WalkResult } from './walk.ts';

/**
 * Adds the files that git tracks although `.gitignore` names them: they are part of the project. What `.securescanignore`,
 * the exclude globs and vendored directories leave out stays out.
 */
export async function addTracked(
  result: WalkResult,
  tracked: readonly RepoPath[],
  options: WalkOptions,
): Promise<WalkResult> {
  if (tracked.length === 0) return result;
  const below = toRelative(options.root, options.start);
  const prefix = below === '' ? '' : `${below}/`;
  const known = new Set(result.files.map((file) => file.path));
  const ownRules = createRuleReader(options, prefix);
  const finder = createInsideFinder(options.root, options.pace);
  const added: WalkedFile[] = [];
  for (const path of tracked) {
    if (!path.startsWith(prefix) || known.has(path) || (await isLeftOut(path, prefix, ownRules, options))) continue;
    const inside = await finder.find(path);
    if (inside === null || inside !== join(options.root, path)) continue;
    const stat = await lstat(inside).catch(() => null);
    if (stat?.isFile() === true) added.push({ path, ...toStamp(stat) });
  }
  if (added.length === 0) return result;
  const names = new Set<string>(added.map((file) => file.path));
  return {
    ...result,
    files: [...result.files, ...added].toSorted((a, b) => compareCodePoints(a.path, b.path)),
    ignored: result.ignored.filter((path) => !names.has(path)),
  };
}

/** Reads the rules of `.securescanignore` that hold in a directory at or below the start, each file once. */
type RuleReader = (directory: string) => Promise<IgnoreRules | null>;

function createRuleReader(options: WalkOptions, prefix: string): RuleReader {
  const read = new Map<string, Promise<IgnoreRules | null>>();
  const rulesAt: RuleReader = (directory) => {
    const known = read.get(directory);
    if (known) return known;
    const parent = directory === prefix ? options.sources.own : rulesAt(directory.replace(/[^/]+\/$/, ''));
    const rules = Promise.resolve(parent).then((above) =>
      addOwnRules(above, join(options.root, directory), toByteString(directory)),
    );
    read.set(directory, rules);
    return rules;
  };
  return rulesAt;
}

async function isLeftOut(path: string, prefix: string, ownRules: RuleReader, options: WalkOptions): Promise<boolean> {
  for (let end = path.indexOf('/', prefix.length); ; end = path.indexOf('/', end + 1)) {
    const isDirectory = end !== -1;
    const place = isDirectory ? path.slice(0, end) : path;
    const name = place.slice(place.lastIndexOf('/') + 1);
    if (isDirectory && VENDORED_DIRECTORIES.has(name)) return true;
    const bytes = toByteString(place);
    if (isExcluded(options.exclude, bytes, isDirectory)) return true;
    const rules = await ownRules(place.slice(0, place.length - name.length));
    if (judgePath(rules, bytes, isDirectory) === 'ignored') return true;
    if (!isDirectory) return false;
  }
}
