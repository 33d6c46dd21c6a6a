import { setImmediate } from 'node:timers/promises';
import type { ScannerContext, SourceTree } from '@securescan/core';
import { asRepoPath, severityRank, type RawFinding, type RepoPath, type Severity } from '@securescan/model';
import { baseName } from '../tool-report/index.ts';
import { ignorePatterns, toIgnoreRule } from './ignore-patterns.ts';
import { createRowFinder } from './row-finder.ts';
import { KINDS, sensitiveFiles, type SensitiveFile } from './sensitive-files.ts';

/** Names looked at before other work gets its turn. */
const YIELD_EVERY = 1000;
const QUOTED_PATHS = 10;

const findSensitive = createRowFinder(sensitiveFiles);

/** What git knows of the tree. */
export interface GitFacts {
  readonly inRepository: boolean;
  readonly tracked: ReadonlySet<RepoPath>;
}

/** Sensitive files, and those that were too large to look into. */
export interface SensitiveFiles {
  readonly findings: readonly RawFinding[];
  readonly unseen: readonly RepoPath[];
}

/** Files whose name, and where that is not enough whose content, says that they are secret. */
export async function findSensitiveFiles(
  tree: SourceTree,
  paths: readonly RepoPath[],
  facts: GitFacts,
  signal: AbortSignal,
): Promise<SensitiveFiles> {
  const findings: RawFinding[] = [];
  const unseen: RepoPath[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % YIELD_EVERY === 0) await giveWay(signal);
    const rows = findSensitive(path);
    const [first] = rows;
    if (first === undefined) continue;
    const text = first.confirm === undefined ? '' : await tree.readText(path);
    const found = rows.find((row) => fits(row, text));
    if (found !== undefined) findings.push(toFinding(found, path, facts));
    else if (text === null) unseen.push(path);
  }
  return { findings, unseen };
}

/** A dump of gigabytes is what its name says; of other files that are too large to read nothing is claimed. */
function fits({ confirm, kind }: SensitiveFile, text: string | null): boolean {
  if (confirm === undefined) return true;
  return text === null ? kind === 'dump' : confirm.test(text);
}

/** A turn for other work: a tree has up to half a million names. */
async function giveWay(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** Tracked: in every clone for good. Not ignored: one `git add .` away from it. No repository: nothing rules it out. */
function judge(row: SensitiveFile, path: RepoPath, facts: GitFacts): { severity: Severity; state: string } {
  if (facts.tracked.has(path)) return { severity: row.severity, state: 'Git tracks it, so every clone has it' };
  if (!facts.inRepository) return { severity: row.severity, state: 'No ignore rule keeps it out of a repository' };
  const severity = severityRank(row.severity) > severityRank('medium') ? 'medium' : row.severity;
  return { severity, state: 'Git does not track it yet, and no ignore rule keeps it out' };
}

function toFinding(row: SensitiveFile, path: RepoPath, facts: GitFacts): RawFinding {
  const { severity, state } = judge(row, path, facts);
  const tracked = facts.tracked.has(path);
  const { cwe, remedy } = KINDS[row.kind];
  const removal = tracked
    ? 'Run git rm --cached on it and add it to .gitignore; the history keeps what it held.'
    : 'Add it to .gitignore, or move it out of the project.';
  return {
    severity,
    title: `Sensitive file in project: ${baseName(path)}`,
    description: `The file ${row.confirm === undefined ? 'may hold' : 'holds'} ${row.holds}. ${state}.`,
    path,
    ruleId: `git-hygiene/sensitive-file-${row.slug}`,
    cwe,
    remediation: `${removal} ${remedy}`,
    confidence: row.confirm === undefined ? 'medium' : 'high',
    identity: `${row.slug} ${path}`,
    metadata: { tracked },
  };
}

/** The nearest `.gitignore` from a directory up to the root, or null. */
export async function findIgnoreFile(tree: SourceTree, directory: string): Promise<RepoPath | null> {
  const segments = directory === '' ? [] : directory.split('/');
  for (let depth = segments.length; depth >= 0; depth -= 1) {
    const path = asRepoPath([...segments.slice(0, depth), '.gitignore'].join('/'));
    if ((await tree.readBytes(path)) !== null) return path;
  }
  return null;
}

/**
 * Ignore rules that are missing, judged by what lies there and is not ignored, at every depth. The walk leaves out what is
 * ignored, except what git tracks all the same; only for that git is asked.
 */
export async function findMissingRules(
  { tree, git, signal }: Pick<ScannerContext, 'tree' | 'git' | 'signal'>,
  { tracked }: GitFacts,
  paths: readonly RepoPath[],
  ignoreFile: RepoPath,
): Promise<readonly RawFinding[]> {
  const directories = (await tree.vendoredDirectories()).map((path) => asRepoPath(`${path}/`));
  const matching = ignorePatterns.map((row) => ({ ...row, found: [] as RepoPath[] }));
  const findMatching = createRowFinder(matching);
  for (const [index, path] of [...paths, ...directories].entries()) {
    if (index % YIELD_EVERY === 0) await giveWay(signal);
    for (const row of findMatching(path)) row.found.push(path);
  }
  const asked = new Set(matching.flatMap(({ found }) => found.filter((path) => tracked.has(path))));
  const ignored = await git.findIgnored([...asked]);
  return matching.flatMap(({ pattern, severity, found }): RawFinding[] => {
    const open = found.filter((path) => !ignored.has(path));
    if (open.length === 0) return [];
    const more = open.length > QUOTED_PATHS ? ` and ${open.length - QUOTED_PATHS} more` : '';
    return [
      {
        severity,
        title: `'${pattern}' not in .gitignore but exists in project`,
        description: `Not ignored: ${open.slice(0, QUOTED_PATHS).join(', ')}${more}.`,
        path: ignoreFile,
        ruleId: toIgnoreRule({ pattern }),
        cwe: 'CWE-538',
        remediation: `Add the line ${pattern} to ${ignoreFile}; run git rm --cached on what git already tracks.`,
        confidence: 'high',
        identity: `${pattern} ${ignoreFile}`,
      },
    ];
  });
}
