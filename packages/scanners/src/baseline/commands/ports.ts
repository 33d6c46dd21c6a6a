import type { ScannerContext } from '@securescan/core';
import type { HostObservation } from '../finding.ts';

const LIMIT_MS = 10_000;
/** Ports that are usually meant to be open. */
const EXPECTED_PORTS = new Set(['22', '80', '443', '8080', '8443', '53']);
const EVERYWHERE = new Set(['0.0.0.0', '*', '::', '[::]']);

/** Services that listen on every address of the machine. */
export async function checkPorts(host: ScannerContext['host']): Promise<readonly HostObservation[]> {
  const output = (await host.run('ss', ['-tlnp'], LIMIT_MS)) ?? (await host.run('netstat', ['-tlnp'], LIMIT_MS));
  if (output === null) return [];
  const ports = new Set<string>();
  for (const line of output.split('\n').slice(1)) {
    const address = line.trim().split(/\s+/)[3] ?? '';
    const colon = address.lastIndexOf(':');
    const port = address.slice(colon + 1);
    if (colon === -1 || !/^\d+$/.test(port) || EXPECTED_PORTS.has(port)) continue;
    if (EVERYWHERE.has(address.slice(0, colon))) ports.add(port);
  }
  return [...ports].map((port) => ({
    rule: 'PORT-001',
    title: `Service listening on all interfaces port ${port}`,
    description: `Whatever answers on port ${port} can be reached from every network the machine is in.`,
    subject: `port ${port}`,
  }));
}
