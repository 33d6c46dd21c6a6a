import type { Severity } from '@securescan/model';
import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';

interface Limit {
  readonly path: string;
  /** The bits that may be set. */
  readonly mode: number;
  readonly severity: Severity;
}

export const PASSWD_LIMIT: Limit = { path: '/etc/passwd', mode: 0o644, severity: 'high' };
export const SHADOW_LIMIT: Limit = { path: '/etc/shadow', mode: 0o640, severity: 'critical' };

/** Limits of the files in a home directory that decide who may sign in. */
export function homeLimits(home: string): readonly Limit[] {
  return [
    { path: `${home}/.ssh`, mode: 0o700, severity: 'high' },
    { path: `${home}/.ssh/authorized_keys`, mode: 0o600, severity: 'high' },
  ];
}

/** Permission bits beyond what the file needs; set-id and sticky bits count. */
export async function checkPermissions(
  files: HostFiles,
  limits: readonly Limit[],
): Promise<readonly HostObservation[]> {
  const observations: HostObservation[] = [];
  for (const { path, mode, severity } of limits) {
    const stat = await files.stat(path);
    if (stat === null || (stat.mode & 0o7777 & ~mode) === 0) continue;
    const place = files.locate(path);
    observations.push({
      rule: 'PERM-001',
      severity,
      title: `Insecure permissions on ${path}`,
      description: `The mode is ${(stat.mode & 0o7777).toString(8)}; nothing beyond ${mode.toString(8)} is needed.`,
      remediation: `Run: chmod ${mode.toString(8)} ${path}`,
      path: place,
    });
  }
  return observations;
}
