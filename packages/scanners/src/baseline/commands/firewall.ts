import type { ScannerContext } from '@securescan/core';
import type { HostObservation } from '../finding.ts';

const LIMIT_MS = 10_000;

type Host = ScannerContext['host'];

/** One finding when none of the usual firewalls is at work. */
export async function checkFirewall(host: Host): Promise<readonly HostObservation[]> {
  if (await isActive(host)) return [];
  return [
    {
      rule: 'FW-001',
      severity: 'medium',
      title: 'No active firewall detected',
      description: 'Neither ufw, firewalld, nftables nor iptables has rules in force, or none of them could be asked.',
      remediation: 'Switch a firewall on and let in what is needed; run the scan as root so that it can look.',
      cwe: 'CWE-693',
    },
  ];
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
