import { type BomComponent, compareCodePoints } from '@securescan/model';
import { toLicenceFact } from '../bom-facts.ts';
import { contentUuid } from '../content-uuid.ts';

interface ExtractedLicence {
  readonly licenseId: string;
  readonly extractedText: string;
  readonly name: string;
}

/** Licences of a document: expressions, and what stands behind references that are not on the SPDX list. */
export interface SpdxLicences {
  readonly extracted: readonly ExtractedLicence[];
  toExpression(licence: string | null): string;
}

/** A reference for a text that is no SPDX expression; the text itself stands in the document. */
function toReference(text: string): string {
  const words = text.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `LicenseRef-${words.slice(0, 40)}${words === '' ? '' : '-'}${contentUuid(text).slice(0, 8)}`;
}

/** Collects what packages declare beyond the SPDX list, since every reference must be explained in the document. */
export function collectLicences(components: readonly BomComponent[]): SpdxLicences {
  const extracted = new Map<string, ExtractedLicence>();
  const toExpression = (licence: string | null) => {
    const fact = toLicenceFact(licence);
    if (fact === null) return 'NOASSERTION';
    return fact.kind === 'name' ? toReference(fact.text) : fact.text;
  };
  for (const { licence } of components) {
    const fact = toLicenceFact(licence);
    if (fact === null) continue;
    const texts =
      fact.kind === 'name'
        ? [{ licenseId: toReference(fact.text), extractedText: fact.text, name: fact.text }]
        : fact.references.map((reference) => ({
            licenseId: reference,
            extractedText: 'The package refers to this licence without giving its text.',
            name: reference,
          }));
    for (const text of texts) extracted.set(text.licenseId, text);
  }
  return {
    toExpression,
    extracted: [...extracted.values()].toSorted((a, b) => compareCodePoints(a.licenseId, b.licenseId)),
  };
}
