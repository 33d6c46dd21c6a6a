import { describeError } from '@securescan/model';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { toReading } from './component.ts';
import type { Parsed } from './documents.ts';

const MAX_DEPTH = 100;

/**
 * Parses XML without attributes; every value stays text and entities are not expanded, so that neither a number is mangled
 * nor a chain of entities blown up.
 * @param lists - elements that always become lists
 */
export function parseXml(text: string, lists: readonly string[]): Parsed {
  try {
    if (isTooDeep(text))
      return { ok: false, failure: toReading({ problem: `is nested deeper than ${MAX_DEPTH} levels` }) };
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) return { ok: false, failure: toReading({ problem: `is not valid XML: ${verdict.err.msg}` }) };
    const parser = new XMLParser({
      ignoreAttributes: true,
      parseTagValue: false,
      processEntities: false,
      removeNSPrefix: true,
      isArray: (name) => lists.includes(name),
    });
    return { ok: true, document: parser.parse(text) };
  } catch (error) {
    return { ok: false, failure: toReading({ problem: `is not valid XML: ${describeError(error).slice(0, 200)}` }) };
  }
}

/** Counts open elements without building anything, before a recursive parser sees the text. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<\/[^<>]*>|<[A-Za-z_][^<>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
