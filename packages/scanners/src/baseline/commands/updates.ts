import type { ScannerContext } from '@securescan/core';
import type { HostObservation } from '../finding.ts';

const LIMIT_MS = 30_000;

/** Updates that the package manager knows of. */
export async function checkUpdates(host: ScannerContext['host']): Promise<readonly HostObservation[]> {
  const apt = await host.run('apt', ['list', '--upgradable'], LIMIT_MS);
  if (apt !== null) {
    const packages = apt.split('\n').filter((line) => line.includes('/'));
    return toObservations(packages.filter((line) => line.includes('security')).length, packages.length);
  }
  const dnf = await host.run('dnf', ['-q', 'updateinfo', 'list', '--updates'], LIMIT_MS);
  if (dnf !== null) {
    const advisories = dnf.split('\n').filter((line) => line.trim() !== '');
    return toObservations(
      advisories.filter((line) => /\bsec(?:urity)?\b|\/Sec\./i.test(line)).length,
      advisories.length,
    );
  }
  const apk = await host.run('apk', ['version', '-l', '<'], LIMIT_MS);
  return apk === null ? [] : toObservations(0, apk.split('\n').filter((line) => line.includes('<')).length);
}

function toObservations(security: number, all: number): readonly HostObservation[] {
  const count = security > 0 ? security : all;
  if (count === 0) return [];
  return [
    {
      rule: security > 0 ? 'PKG-001' : 'PKG-002',
      title: `${count} ${security > 0 ? 'security' : 'package'} update(s) available`,
      description: 'The package manager lists newer versions of what is installed.',
      subject: 'updates',
    },
  ];
}
