import type { ScannerContext } from '@securescan/core';
import { checkEnvironment } from './commands/environment.ts';
import { checkFirewall } from './commands/firewall.ts';
import { checkPorts } from './commands/ports.ts';
import { checkUpdates } from './commands/updates.ts';
import { checkWorldWritable } from './commands/world-writable.ts';
import { checkPasswd, checkShadow } from './files/accounts.ts';
import { checkCron } from './files/cron.ts';
import { checkKernel, checkSysctlFiles } from './files/kernel.ts';
import { checkLoginDefs } from './files/login-defs.ts';
import { checkPermissions, homeLimits, PASSWD_LIMIT, SHADOW_LIMIT } from './files/permissions.ts';
import { checkServices } from './files/services.ts';
import { judgeSsh, parseEffectiveSettings, readSshSettings, SSHD_CONFIG_PATH } from './files/ssh.ts';
import { checkSudoers } from './files/sudoers.ts';
import type { HostObservation } from './finding.ts';
import type { HostFiles } from './host-files.ts';

const SSHD_LIMIT_MS = 10_000;

/** Files whose presence makes a directory a root file system. */
const ROOT_FILES = [
  SSHD_CONFIG_PATH,
  '/etc/passwd',
  '/etc/shadow',
  '/etc/login.defs',
  '/etc/sudoers',
  '/etc/sysctl.conf',
  '/etc/crontab',
  '/etc/exports',
  '/etc/docker/daemon.json',
] as const;

/** Everything that can be told of a root file system in a directory; null when it holds none. */
export async function scanTarget(files: HostFiles): Promise<readonly HostObservation[] | null> {
  const stats = await Promise.all(ROOT_FILES.map((path) => files.stat(path)));
  if (!stats.some((stat) => stat?.isFile === true)) return null;
  return [
    ...(await checkSshFiles(files)),
    ...(await checkPermissions(files, [PASSWD_LIMIT])),
    ...(await checkPasswd(files)),
    ...(await checkPermissions(files, [SHADOW_LIMIT])),
    ...(await checkShadow(files)),
    ...(await checkLoginDefs(files)),
    ...(await checkSysctlFiles(files)),
    ...(await checkSudoers(files)),
    ...(await checkCron(files)),
    ...(await checkServices(files)),
  ];
}

/** Everything that can be told of this machine. */
export async function scanHost(files: HostFiles, host: ScannerContext['host']): Promise<readonly HostObservation[]> {
  return [
    ...(await checkSsh(files, host)),
    ...(await checkPermissions(files, [PASSWD_LIMIT, SHADOW_LIMIT, ...homeLimits(host.homeDirectory)])),
    ...(await checkFirewall(host)),
    ...(await checkLoginDefs(files)),
    ...(await checkKernel(files)),
    ...checkEnvironment(host.environment),
    ...(await checkSudoers(files)),
    ...(await checkCron(files)),
    ...(await checkPasswd(files)),
    ...(await checkShadow(files)),
    ...(await checkServices(files)),
    ...(await checkPorts(host)),
    ...(await checkUpdates(host)),
    ...(await checkWorldWritable(host)),
  ];
}

async function checkSshFiles(files: HostFiles): Promise<readonly HostObservation[]> {
  const settings = await readSshSettings(files);
  return settings === null ? [] : judgeSsh(settings, files.locate(SSHD_CONFIG_PATH));
}

/** The server's own word on what is in force, else its files. */
async function checkSsh(files: HostFiles, host: ScannerContext['host']): Promise<readonly HostObservation[]> {
  if ((await files.stat(SSHD_CONFIG_PATH)) === null) return [];
  const effective = await host.run('sshd', ['-T'], SSHD_LIMIT_MS);
  return effective === null ? checkSshFiles(files) : judgeSsh(parseEffectiveSettings(effective), SSHD_CONFIG_PATH);
}
