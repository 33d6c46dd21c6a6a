import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';

/** Rules that let somebody run everything without a password. @see sudoers(5) */
export async function checkSudoers(files: HostFiles): Promise<readonly HostObservation[]> {
  const included = (await files.list('/etc/sudoers.d')).filter((name) => !name.includes('.') && !name.endsWith('~'));
  const observations: HostObservation[] = [];
  for (const path of ['/etc/sudoers', ...included.map((name) => `/etc/sudoers.d/${name}`)]) {
    for (const { number, text } of readLines((await files.read(path)) ?? '')) {
      if (!isBroad(text)) continue;
      observations.push({
        rule: 'SUDO-001',
        path: files.locate(path),
        line: number,
      });
    }
  }
  return observations;
}

/** Whether `ALL` is among the commands that the tag NOPASSWD covers, up to the next PASSWD. */
function isBroad(rule: string): boolean {
  const granted = rule.split(/\bNOPASSWD\s*:/).slice(1);
  return granted.some((part) =>
    (part.split(/\bPASSWD\s*:/)[0] ?? '')
      .split(',')
      .some((command) => command.trim().replace(/^(?:[A-Z_]+\s*:\s*)*/, '') === 'ALL'),
  );
}
