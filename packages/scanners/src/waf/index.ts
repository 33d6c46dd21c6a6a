import type { SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import { findControlPlaces } from './control-places.ts';
import { isCandidate, isConfiguration, isWaiverFile } from './files.ts';
import { readInfrastructure } from './read-infrastructure.ts';

/** Controls of WAF++ over infrastructure code. */
export const waf = defineScanner({
  id: 'waf',
  scanType: 'iac',
  description:
    'Judges infrastructure code by the controls of WAF++: security, cost, reliability and four more pillars.',
  checks: ['Terraform', 'OpenTofu', 'CloudFormation', 'Kubernetes', 'seven pillars', 'your own controls'],
  targets: ['directory', 'file'],
  tool: null,
  expectedSeconds: 2,
  reads: isCandidate,
  findSkipReason,
  run,
});

async function findSkipReason({ tree }: ScannerContext): Promise<SkipReason | null> {
  if ((await tree.files()).some(({ path }) => isCandidate(path))) return null;
  return { code: 'nothing-to-scan', reason: 'no infrastructure code', installHint: null };
}

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { tree, clock, signal } = context;
  const places = findControlPlaces(context);
  const files = await tree.files();
  const hasTerraform = files.some(({ path }) => isConfiguration(path));
  // Waivers end; without any, the day does not matter.
  const today = clock.now().toISOString().slice(0, 10);
  const day = files.some(({ path }) => isWaiverFile(path)) ? today : '';
  return tree.remember({
    name: 'waf',
    settings: JSON.stringify([places, day]),
    // What Terraform's functions read may be of any name.
    reads: (path) => hasTerraform || isCandidate(path) || isWaiverFile(path),
    async run(view) {
      const { kinds, notes } = await readInfrastructure(view, signal);
      if (kinds.length === 0) return { findings: [], notes };
      // Brings parsers and controls along, which a remembered result and a tree without such code do without.
      const { checkKinds } = await import('./check-kinds.ts');
      const report = await checkKinds(view, kinds, { places, today, signal });
      return { ...report, notes: [...notes, ...report.notes] };
    },
  });
}
