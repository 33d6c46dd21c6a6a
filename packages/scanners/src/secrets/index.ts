import { defineScanner } from '@securescan/core';
import { listNote } from '../tool-report/index.ts';
import { assignmentRules } from './assignment-rules.ts';
import { isTooLarge, secretsFileCheck } from './file-check.ts';
import { scanHistory } from './history.ts';
import { secretRules } from './rules/index.ts';

/** Credentials in files, env files and git history. */
export const secrets = defineScanner({
  id: 'secrets',
  scanType: 'code',
  description: `Finds credentials in source files, configuration files and git history with ${secretRules.length + assignmentRules.length} rules.`,
  checks: ['cloud keys', 'access tokens', 'private keys', 'connection strings', 'configuration files', 'git history'],
  targets: ['directory', 'file'],
  tool: null,
  expectedSeconds: 10,
  fileCheck: secretsFileCheck,
  reads: (path) => secretsFileCheck.wants(path, 0),
  async run(context) {
    const { target } = context;
    const tree = await context.tree.check('secrets');
    const large = (await context.tree.files()).filter((file) => isTooLarge(file)).map(({ path }) => path);
    const notes = [...listNote(large, (names) => `Files over 5 MB were not searched: ${names}.`), ...tree.notes];
    if (target.kind !== 'directory') return { findings: tree.findings, notes };
    const known = new Set(tree.findings.map((finding) => finding.identity ?? ''));
    // A part of a repository is judged by its own past.
    const prefix = target.path === target.root ? '' : `${target.path.slice(target.root.length + 1)}/`;
    const isInside = (path: string): boolean => path.startsWith(prefix) && !context.tree.leavesOut(path);
    const history = await scanHistory(context.git, { isInside, known }, context.signal);
    return { findings: [...tree.findings, ...history.findings], notes: [...notes, ...history.notes] };
  },
});
