import { cweNumber } from '../finding/cwe.ts';
import type { TaxonReference } from './model.ts';

/** Reference to a CWE entry of the run's taxonomy; null when the text is not exactly a CWE id. */
export function taxonOf(cwe: string | null): TaxonReference | null {
  const id = cweNumber(cwe);
  return id === null ? null : { id, toolComponent: { name: 'CWE', index: 0 } };
}

/** The CWE taxonomy with the entries that a run uses, by number. */
export function cweTaxonomy(numbers: Iterable<string>) {
  const ids = [...new Set(numbers)].toSorted((a, b) => Number(a) - Number(b));
  return {
    name: 'CWE',
    organization: 'MITRE',
    informationUri: 'https://cwe.mitre.org/',
    shortDescription: { text: 'The MITRE Common Weakness Enumeration' },
    isComprehensive: false,
    taxa: ids.map((id) => ({ id, helpUri: `https://cwe.mitre.org/data/definitions/${id}.html` })),
  };
}
