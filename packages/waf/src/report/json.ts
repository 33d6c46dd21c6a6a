import { createHash } from 'node:crypto';
import { nestedJson } from '@securescan/renderers/parts';
import type { ResultDocument } from '../result/document.ts';

/** Findings that are written at once: few enough that their text does not outlive a collection of young objects. */
const BATCH = 25;

/** `wafpass-result.json`: the document as it is posted to a server. */
export function renderDocument(document: ResultDocument): string {
  return [...writeDocument(document)].join('');
}

/**
 * The same piece by piece: with many resources the findings are larger than a text can be.
 * @returns pieces that together are what `JSON.stringify` writes with an indent of 2, and a line end
 */
export function* writeDocument(document: ResultDocument): Generator<string> {
  const { findings } = document;
  const whole = JSON.stringify({ ...document, findings: [] }, null, 2);
  const mark = '\n  "findings": []';
  const at = whole.indexOf(mark);
  if (findings.length === 0 || at === -1) {
    yield `${JSON.stringify(document, null, 2)}\n`;
    return;
  }
  yield `${whole.slice(0, at)}\n  "findings": [\n`;
  for (let start = 0; start < findings.length; start += BATCH) {
    const piece = nestedJson(findings.slice(start, start + BATCH), 2);
    yield start + BATCH < findings.length ? `${piece},\n` : `${piece}\n`;
  }
  yield `  ]${whole.slice(at + mark.length)}\n`;
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
