import { baselineCommand } from '../commands/baseline.ts';
import { compareCommand } from '../commands/compare.ts';
import { completionCommand } from '../commands/completion.ts';
import { configValidateCommand } from '../commands/config-validate.ts';
import { diffCommand } from '../commands/diff.ts';
import { explainCommand } from '../commands/explain.ts';
import { historyCommand } from '../commands/history.ts';
import { initCommand } from '../commands/init.ts';
import { sbomCommand } from '../commands/sbom.ts';
import { scanCommand } from '../commands/scan.ts';
import { statusCommand } from '../commands/status.ts';
import { toolsInstallCommand, toolsListCommand, toolsPathCommand } from '../commands/tools.ts';
import type { CommandSpec } from './spec.ts';

/** All commands, in the order in which they are listed. */
export const COMMANDS: readonly CommandSpec[] = [
  scanCommand,
  diffCommand,
  compareCommand,
  baselineCommand,
  sbomCommand,
  explainCommand,
  configValidateCommand,
  initCommand,
  statusCommand,
  historyCommand,
  toolsListCommand,
  toolsInstallCommand,
  toolsPathCommand,
  completionCommand,
];

/** Commands that only hold others. */
export const COMMAND_GROUPS: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'config', summary: 'Check a .securescan.yml' },
  { name: 'tools', summary: 'List and install the external scanners' },
];
