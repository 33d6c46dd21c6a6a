import { compareCodePoints } from '@securescan/model';
import { isAboutResource } from './rule-classes.ts';

/** Scanners as they are listed to users; decides where nothing else does. Others follow, by name. */
const REGISTRY_ORDER = [
  'semgrep',
  'bandit',
  'trivy',
  'checkov',
  'baseline',
  'secrets',
  'safety',
  'licenses',
  'dockerfile',
  'npm-audit',
  'git-hygiene',
  'builtin_dast',
  'zap',
  'nmap',
  'waf',
] as const;

/** Which scanner knows a kind of problem best, best first; scanners that are not named follow in registry order. */
const AUTHORITIES: readonly {
  readonly concerns: (ruleClass: string | null) => boolean;
  readonly scanners: readonly string[];
}[] = [
  // They know formats and checksums of credentials; the others guess from names of variables.
  { concerns: (ruleClass) => ruleClass === 'hard-coded-credential', scanners: ['secrets', 'git-hygiene', 'semgrep'] },
  // Reads the whole file with stages; the others look at single instructions.
  { concerns: (ruleClass) => ruleClass?.startsWith('docker-') === true, scanners: ['dockerfile', 'checkov'] },
  // Works values out and names the line that is wrong; checkov names the whole resource.
  { concerns: (ruleClass) => isAboutResource(ruleClass), scanners: ['waf', 'checkov'] },
];

/** Order of scanners by registry, then by name. */
export function compareRegistry(a: string, b: string): number {
  return registryRank(a) - registryRank(b) || compareCodePoints(a, b);
}

/** How well a scanner knows the kind of problem: 0 is best. */
export function authorityRank(scanner: string, ruleClass: string | null): number {
  const named = AUTHORITIES.find(({ concerns }) => concerns(ruleClass))?.scanners ?? [];
  const at = named.indexOf(scanner);
  return at >= 0 ? at : named.length + registryRank(scanner);
}

function registryRank(scanner: string): number {
  const at = (REGISTRY_ORDER as readonly string[]).indexOf(scanner);
  return at >= 0 ? at : REGISTRY_ORDER.length;
}
