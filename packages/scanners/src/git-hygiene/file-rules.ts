import type { GitReader, SourceTree } from '@securescan/core';
import { asRepoPath, severityRank, type RawFinding, type RepoPath, type Severity } from '@securescan/model';
import { ignorePatterns, sensitiveFiles, type SensitiveFile } from './sensitive-files.ts';

/** How much of a file is read to confirm what its name says. */
const HEAD_BYTES = 1_000_000;
const QUOTED_PATHS = 10;

/** What git knows of the tree. */
export interface GitFacts {
  readonly inRepository: boolean;
  readonly tracked: ReadonlySet<RepoPath>;
}

/** Paths that are looked at: what the walk found, and what git tracks in places the walk does not enter. */
export async function listCandidates(tree: SourceTree, facts: GitFacts, below: string): Promise<readonly RepoPath[]> {
  const walked = (await tree.files()).map(({ path }) => path);
  const seen = new Set<string>(walked);
  const hidden = [...facts.tracked].filter((path) => !seen.has(path) && (below === '' || path.startsWith(`${below}/`)));
  return [...walked, ...hidden];
}

async function isConfirmed(tree: SourceTree, path: RepoPath, kind: SensitiveFile): Promise<boolean> {
  if (!kind.confirm) return true;
  const text = await tree.readText(path, HEAD_BYTES);
  // Too large to look into: the name is all there is.
  return text === null || kind.confirm.test(text);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Tracked: in every clone for good. Not ignored: one `git add .` away from it. No repository: nothing rules it out. */
function judge(kind: SensitiveFile, path: RepoPath, facts: GitFacts): { severity: Severity; state: string } {
  if (facts.tracked.has(path)) return { severity: kind.severity, state: 'Git tracks it, so every clone has it' };
  if (!facts.inRepository) return { severity: kind.severity, state: 'No ignore rule keeps it out of a repository' };
  const severity = severityRank(kind.severity) > severityRank('medium') ? 'medium' : kind.severity;
  return { severity, state: 'Git does not track it yet, and no ignore rule keeps it out' };
}

function toSensitiveFinding(kind: SensitiveFile, path: RepoPath, facts: GitFacts): RawFinding {
  const { severity, state } = judge(kind, path, facts);
  const tracked = facts.tracked.has(path);
  return {
    severity,
    title: `Sensitive file in project: ${baseName(path)}`,
    description: `The file may hold ${kind.holds}. ${state}.`,
    path,
    ruleId: `git-hygiene/sensitive-file-${kind.slug}`,
    cwe: 'CWE-538',
    remediation: tracked
      ? 'Run git rm --cached on it, add it to .gitignore, and change what it held: the history keeps it.'
      : 'Add it to .gitignore, or move it out of the project.',
    confidence: kind.confirm ? 'high' : 'medium',
    identity: `${kind.slug} ${path}`,
    metadata: { tracked },
  };
}

/** Files whose name, and where that is not enough whose content, says that they are secret. */
export async function findSensitiveFiles(
  tree: SourceTree,
  paths: readonly RepoPath[],
  facts: GitFacts,
): Promise<readonly RawFinding[]> {
  const findings: RawFinding[] = [];
  for (const path of paths) {
    for (const kind of sensitiveFiles) {
      if (!kind.path.test(path) || !(await isConfirmed(tree, path, kind))) continue;
      findings.push(toSensitiveFinding(kind, path, facts));
      break;
    }
  }
  return findings;
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

/** `*.pem` to `pem`, `node_modules/` to `node_modules`, `.env` to `env`. */
function reducePattern(pattern: string): string {
  return pattern.replace(/\/$/, '').replace(/^[*.]+/, '');
}

/** Ignore rules that are missing, judged by what lies there and is not ignored, at every depth. */
export async function findMissingRules(
  git: GitReader,
  paths: readonly RepoPath[],
  ignoreFile: RepoPath,
): Promise<readonly RawFinding[]> {
  const matching = ignorePatterns.map((row) => ({ ...row, paths: paths.filter((path) => row.path.test(path)) }));
  const asked = [...new Set(matching.flatMap((row) => row.paths))];
  const ignored = asked.length === 0 ? new Set<RepoPath>() : await git.findIgnored(asked);
  return matching.flatMap(({ pattern, severity, paths: found }) => {
    const open = found.filter((path) => !ignored.has(path));
    if (open.length === 0) return [];
    const more = open.length > QUOTED_PATHS ? ` and ${open.length - QUOTED_PATHS} more` : '';
    return [
      {
        severity,
        title: `'${pattern}' not in .gitignore but exists in project`,
        description: `Not ignored: ${open.slice(0, QUOTED_PATHS).join(', ')}${more}.`,
        path: ignoreFile,
        ruleId: `git-hygiene/missing-ignore-${reducePattern(pattern)}`,
        cwe: 'CWE-538',
        remediation: `Add the line ${pattern} to ${ignoreFile}; run git rm --cached on what git already tracks.`,
        confidence: 'high',
        identity: `${pattern} ${ignoreFile}`,
      } satisfies RawFinding,
    ];
  });
}
