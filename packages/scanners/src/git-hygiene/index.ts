import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { toRootRelative } from '../tool-report/index.ts';
import { findIgnoreFile, findMissingRules, findSensitiveFiles, listCandidates } from './file-rules.ts';
import { gitleaksTool, runGitleaks } from './gitleaks.ts';

/** What should not be in a repository, and what should be ignored. */
export const gitHygiene = defineScanner({
  id: 'git-hygiene',
  scanType: 'code',
  description:
    'Finds files that do not belong into a repository and ignore rules that are missing; runs gitleaks where it is installed.',
  checks: ['sensitive files', 'ignore rules', 'tracked secrets', 'gitleaks rules'],
  targets: ['directory'],
  tool: null,
  optionalTool: gitleaksTool,
  expectedSeconds: 5,
  run,
});

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, tree, git } = context;
  if (target.kind !== 'directory') return { findings: [] };
  const below = toRootRelative(target.path, tree.root);
  const inRepository = (await git.findRoot()) !== null;
  const facts = { inRepository, tracked: await git.listTracked() };
  const paths = await listCandidates(tree, facts, below);
  const ignoreFile = await findIgnoreFile(tree, below);
  const leaks = await runGitleaks(context);
  return {
    findings: [
      ...(ignoreFile === null ? [missingIgnoreFile(target.path)] : await findMissingRules(git, paths, ignoreFile)),
      ...(await findSensitiveFiles(tree, paths, facts)),
      ...leaks.findings,
    ],
    notes: leaks.notes,
  };
}

function missingIgnoreFile(directory: string): RawFinding {
  return {
    severity: 'medium',
    title: 'No .gitignore file found',
    description:
      'Without ignore rules, git add . takes build output, editor files and local settings along, credentials among them.',
    path: directory,
    ruleId: 'git-hygiene/no-gitignore',
    cwe: 'CWE-538',
    remediation: 'Add a .gitignore; https://github.com/github/gitignore has one for every kind of project.',
    confidence: 'high',
    identity: '.gitignore',
  };
}
