import { compareCodePoints, severityRank } from '@securescan/model';
import type { BuiltInRule } from '../rule-catalogue/built-in-rule.ts';
import { ignorePatterns, toIgnoreRule } from './ignore-patterns.ts';
import { KINDS, sensitiveFiles } from './sensitive-files.ts';

const GITIGNORE = 'https://git-scm.com/docs/gitignore';

/** The rule of a project without any ignore rules. */
export const noIgnoreFileRule: BuiltInRule = {
  id: 'git-hygiene/no-gitignore',
  title: 'No .gitignore file found',
  severity: 'medium',
  cwe: 'CWE-538',
  description:
    'Without ignore rules, git add . takes build output, editor files and local settings along, credentials among them.',
  remediation: 'Add a .gitignore; https://github.com/github/gitignore has one for every kind of project.',
  references: [GITIGNORE, 'https://github.com/github/gitignore'],
  example: null,
};

/** Two patterns may share an id (`coverage/` and `.coverage`); the graver severity is told. */
const missingIgnoreRules: readonly BuiltInRule[] = [...Map.groupBy(ignorePatterns, toIgnoreRule)].map(([id, rows]) => {
  const patterns = rows.map(({ pattern }) => pattern);
  const [gravest] = rows.map(({ severity }) => severity).toSorted((a, b) => severityRank(b) - severityRank(a));
  return {
    id,
    title: `'${patterns.join("' or '")}' not in .gitignore but exists in project`,
    severity: gravest ?? 'low',
    cwe: 'CWE-538',
    description:
      'Files of that name lie in the tree and no ignore rule keeps them out, so the next git add . takes them along.',
    remediation: `Add the line ${patterns.join(' or ')} to .gitignore; run git rm --cached on what git already tracks.`,
    references: [GITIGNORE],
    example: null,
  };
});

const sensitiveFileRules: readonly BuiltInRule[] = sensitiveFiles.map(({ kind, slug, severity, holds, confirm }) => ({
  id: `git-hygiene/sensitive-file-${slug}`,
  title: `Sensitive file in project: ${confirm === undefined ? 'may hold' : 'holds'} ${holds}`,
  severity,
  cwe: KINDS[kind].cwe,
  description:
    `The file ${confirm === undefined ? 'may hold' : 'holds'} ${holds}. What git tracks is in every clone for good; ` +
    'a file that git does not track yet is told as medium at most, one that is ignored not at all.',
  remediation: `Run git rm --cached on it and add it to .gitignore; the history keeps what it held. ${KINDS[kind].remedy}`,
  references: [
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
  ],
  example: null,
}));

/** All rules of the scanner but those of gitleaks. */
export const gitHygieneRules: readonly BuiltInRule[] = [
  noIgnoreFileRule,
  ...missingIgnoreRules,
  ...sensitiveFileRules.toSorted((a, b) => compareCodePoints(a.id, b.id)),
];
