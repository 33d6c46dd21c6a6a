import { auditExportCommand, auditVerifyCommand } from '../commands/audit.ts';
import { baselineCommand } from '../commands/baseline.ts';
import { compareCommand } from '../commands/compare.ts';
import { completionCommand } from '../commands/completion.ts';
import { configValidateCommand } from '../commands/config-validate.ts';
import { dbBackupCommand, dbCheckCommand } from '../commands/db.ts';
import { diffCommand } from '../commands/diff.ts';
import { doctorCommand } from '../commands/doctor.ts';
import { explainCommand } from '../commands/explain.ts';
import { historyCommand } from '../commands/history.ts';
import { initCommand } from '../commands/init.ts';
import { keysCreateCommand, keysListCommand, keysRevokeCommand } from '../commands/keys.ts';
import { sbomCommand } from '../commands/sbom.ts';
import { scanCommand } from '../commands/scan.ts';
import { serveCommand } from '../commands/serve.ts';
import { statusCommand } from '../commands/status.ts';
import { toolsInstallCommand, toolsListCommand, toolsPathCommand } from '../commands/tools.ts';
import { wafCheckCommand } from '../commands/waf-check.ts';
import {
  wafControlsListCommand,
  wafControlsShowCommand,
  wafControlsValidateCommand,
} from '../commands/waf-controls.ts';
import { wafImportCommand } from '../commands/waf-import.ts';
import { wafPushCommand } from '../commands/waf-push.ts';
import {
  wafRisksListCommand,
  wafRisksPushCommand,
  wafWaiversCheckCommand,
  wafWaiversListCommand,
  wafWaiversPullCommand,
  wafWaiversPushCommand,
} from '../commands/waf-waivers.ts';
import type { CommandSpec } from './spec.ts';

/** All commands, in the order in which they are listed. */
export const COMMANDS: readonly CommandSpec[] = [
  scanCommand,
  diffCommand,
  compareCommand,
  baselineCommand,
  sbomCommand,
  explainCommand,
  wafCheckCommand,
  wafControlsListCommand,
  wafControlsShowCommand,
  wafControlsValidateCommand,
  wafWaiversListCommand,
  wafWaiversCheckCommand,
  wafWaiversPushCommand,
  wafWaiversPullCommand,
  wafRisksListCommand,
  wafRisksPushCommand,
  wafPushCommand,
  wafImportCommand,
  configValidateCommand,
  initCommand,
  statusCommand,
  historyCommand,
  toolsListCommand,
  toolsInstallCommand,
  toolsPathCommand,
  serveCommand,
  keysCreateCommand,
  keysListCommand,
  keysRevokeCommand,
  auditVerifyCommand,
  auditExportCommand,
  dbBackupCommand,
  dbCheckCommand,
  doctorCommand,
  completionCommand,
];

/** Commands that only hold others; those within a group come after it. */
export const COMMAND_GROUPS: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'waf', summary: 'Check infrastructure code against WAF++ controls, and keep waivers and risk acceptances' },
  { name: 'waf controls', summary: 'List, show and validate controls' },
  { name: 'waf waivers', summary: 'List and check waivers, and exchange them with a server' },
  { name: 'waf risks', summary: 'List risk acceptances, and put them on a server' },
  { name: 'config', summary: 'Check a .securescan.yml' },
  { name: 'tools', summary: 'List and install the external scanners' },
  { name: 'keys', summary: "Make, list and revoke the server's API keys, offline" },
  { name: 'audit', summary: "Verify and export the server's audit log" },
  { name: 'db', summary: 'Back up and check the database' },
];

/** What may stand after the name of a group: commands, and groups within it. */
export function membersOf(group: string): readonly string[] {
  const words = COMMANDS.flatMap(({ name }) =>
    name.startsWith(`${group} `) ? [name.slice(group.length + 1).split(' ')[0] ?? ''] : [],
  );
  return [...new Set(words)];
}
