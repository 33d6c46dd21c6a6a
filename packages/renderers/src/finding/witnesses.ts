import type { Finding } from '@securescan/model';

/** Names of the other scanners that saw the same problem, with their rule and severity. Snapshots may hold anything here. */
export function witnessesOf(finding: Pick<Finding, 'metadata'>): string[] {
  const witnesses: unknown = finding.metadata.also_reported_by;
  if (typeof witnesses === 'string') return [witnesses];
  return Array.isArray(witnesses) ? witnesses.flatMap(describe) : [];
}

function describe(witness: unknown): string[] {
  if (typeof witness === 'string') return [witness];
  if (typeof witness !== 'object' || witness === null) return [];
  const { scanner, rule_id: rule, severity } = witness as Readonly<Record<string, unknown>>;
  if (typeof scanner !== 'string') return [];
  const facts = [rule, severity].filter((fact) => typeof fact === 'string' && fact !== '');
  return [facts.length === 0 ? scanner : `${scanner} (${facts.join(', ')})`];
}
