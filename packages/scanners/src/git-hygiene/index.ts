import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { listNote, toRootRelative } from '../tool-report/index.ts';
import { findIgnoreFile, findMissingRules, findSensitiveFiles } from './file-rules.ts';
import { gitleaksTool, runGitleaks } from './gitleaks.ts';
import { noIgnoreFileRule } from './rules.ts';

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
  const facts = { inRepository: (await git.findRoot()) !== null, tracked: await git.listTracked() };
  const paths = (await tree.files()).map(({ path }) => path);
  const ignoreFile = await findIgnoreFile(tree, below);
  // Where there are no files, none can be committed by mistake.
  const bare = paths.length === 0 ? [] : [missingIgnoreFile(target.path)];
  const missing = ignoreFile === null ? bare : await findMissingRules(context, facts, paths, ignoreFile);
  const sensitive = await findSensitiveFiles(tree, paths, facts, context.signal);
  const leaks = await runGitleaks(context);
  return {
    findings: [...missing, ...sensitive.findings, ...leaks.findings],
    notes: [
      ...listNote(
        sensitive.unseen,
        (names) => `Too large or unreadable to say whether secrets stand in them: ${names}.`,
      ),
      ...leaks.notes,
    ],
    incomplete: leaks.incomplete,
  };
}

function missingIgnoreFile(directory: string): RawFinding {
  const { id, severity, title, description, cwe, remediation } = noIgnoreFileRule;
  return {
    severity,
    title,
    description,
    path: directory,
    ruleId: id,
    cwe,
    remediation,
    confidence: 'high',
    identity: '.gitignore',
  };
}
