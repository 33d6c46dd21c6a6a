import type { Finding, Witness } from '@securescan/model';

/**
 * A finding of a snapshot in the present form: earlier versions named one further scanner as a text in
 * `also_reported_by`, and snapshots are written by hand too.
 */
export function tidySnapshot(finding: Finding): Finding {
  const reporters: unknown = finding.metadata.also_reported_by;
  if (reporters === undefined || isWitnessList(reporters)) return finding;
  const { also_reported_by: _, ...rest } = finding.metadata;
  if (typeof reporters !== 'string' || reporters === '') return { ...finding, metadata: rest };
  const witness: Witness = { scanner: reporters, rule_id: null, severity: finding.severity };
  return { ...finding, metadata: { ...rest, also_reported_by: [witness] } };
}

function isWitnessList(value: unknown): value is readonly Witness[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item: unknown) =>
        typeof item === 'object' && item !== null && 'scanner' in item && typeof item.scanner === 'string',
    )
  );
}
