import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import type { Target } from '@securescan/model';
import { toFinding } from './finding.ts';
import { openHostFiles, openTargetFiles } from './host-files.ts';
import { scanHost, scanTarget } from './scan.ts';

/** Configuration of a host: this machine, or a root file system in a directory. */
export const baseline = defineScanner({
  id: 'baseline',
  scanType: 'baseline',
  description: 'Judges the configuration of a host: sign-in, accounts, permissions, kernel, services.',
  checks: [
    'SSH',
    'accounts',
    'permissions',
    'password rules',
    'kernel settings',
    'sudo',
    'cron',
    'firewall',
    'open ports',
    'updates',
  ],
  targets: ['directory'],
  tool: null,
  expectedSeconds: 5,
  run,
});

/** This machine when the target is exactly `/` or the user asks for it; else what lies below the target. */
export function selectMode(target: Pick<Target, 'display'>, hostProbes: boolean): 'host' | 'target' {
  return hostProbes || target.display === '/' || target.display === '' ? 'host' : 'target';
}

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, options, host } = context;
  if (selectMode(target, options.baselineHostProbes) === 'host') {
    const observations = await scanHost(openHostFiles(context), host);
    return { findings: observations.map((observation) => toFinding(observation, 'host')) };
  }
  const files = openTargetFiles(context);
  const observations = await scanTarget(files);
  if (observations !== null) return { findings: observations.map((observation) => toFinding(observation, 'target')) };
  return {
    findings: [
      toFinding(
        {
          rule: 'SCOPE-001',
          path: files.locate(''),
        },
        'target',
      ),
    ],
  };
}
