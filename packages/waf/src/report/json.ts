import { createHash } from 'node:crypto';
import type { ResultDocument } from '../result/document.ts';

/** `wafpass-result.json`: the document as it is posted to a server. */
export function renderDocument(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Remediation, example and mapping stand once per control instead of in every finding; servers take both forms. */
export function compactDocument(document: ResultDocument): ResultDocument {
  return {
    ...document,
    findings: document.findings.map((finding) => ({
      ...finding,
      remediation: '',
      example: null,
      regulatory_mapping: [],
    })),
  };
}

/** SHA-256 of the document, by which a server knows that it was posted before. */
export function digestDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
