import type { ScannerContext } from '@securescan/core';
import type { HostObservation } from '../finding.ts';

const LIMIT_MS = 10_000;

type Host = ScannerContext['host'];

/** One finding when none of the usual firewalls is at work. */
export async function checkFirewall(host: Host): Promise<readonly HostObservation[]> {
  if (await isActive(host)) return [];
  return [{ rule: 'FW-001' }];
}

async function isActive(host: Host): Promise<boolean> {
  const ufw = await host.run('ufw', ['status'], LIMIT_MS);
  if (ufw?.toLowerCase().includes('status: active') === true) return true;
  const firewalld = await host.run('firewall-cmd', ['--state'], LIMIT_MS);
  if (firewalld?.trim() === 'running') return true;
  const nft = await host.run('nft', ['list', 'ruleset'], LIMIT_MS);
  if (nft !== null && /\b(?:drop|reject)\b/.test(nft)) return true;
  const iptables = await host.run('iptables', ['-L', '-n'], LIMIT_MS);
  return (
    iptables !== null &&
    iptables.split('\n').some((line) => line.trim() !== '' && !/^(?:Chain|target)\b/.test(line.trim()))
  );
}
