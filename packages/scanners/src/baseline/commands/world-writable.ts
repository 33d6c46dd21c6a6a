import type { ScannerContext } from '@securescan/core';
import type { HostObservation } from '../finding.ts';

const LIMIT_MS = 30_000;
const DIRECTORIES = ['/etc', '/usr', '/var'] as const;
const SHOWN = 10;

/** Files of the system that anybody may change, to a depth of three. */
export async function checkWorldWritable(host: ScannerContext['host']): Promise<readonly HostObservation[]> {
  const observations: HostObservation[] = [];
  for (const directory of DIRECTORIES) {
    const output = await host.run('find', [directory, '-maxdepth', '3', '-type', 'f', '-perm', '-o+w'], LIMIT_MS);
    const files = (output ?? '').split('\n').filter((line) => line !== '');
    if (files.length === 0) continue;
    const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
    observations.push({
      rule: 'WWRITE-001',
      title: `World-writable files in ${directory}`,
      description: `Anybody on the machine may change: ${files.slice(0, SHOWN).join(', ')}${more}.`,
      subject: directory,
    });
  }
  return observations;
}
