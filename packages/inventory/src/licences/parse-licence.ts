import parseSpdx from 'spdx-expression-parse';
import { findNamedLicence } from './long-names.ts';
import { findCategory, LICENCE_IDS, toBaseId } from './table.ts';

/** A licence or a combination of licences. */
export type Licence =
  | {
      readonly kind: 'licence';
      readonly id: string;
      readonly orLater: boolean;
      readonly exception: string | null;
      /** False when it was recognised by a name that leaves the version or variant open. */
      readonly exact: boolean;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Licence; readonly right: Licence };

const LONGEST_EXPRESSION = 1000;

/**
 * Understands what a package says about its licence: an SPDX expression (also with wrong case), a long name
 * (`GNU General Public License v3 (GPLv3)`), a trove classifier, the opening of a licence text, or several of these joined by
 * `or`, `and`, `/`, `,` or `;`. Commas and semicolons mean “and”, the stricter reading.
 * @returns null when the text says nothing that can be understood
 */
export function parseLicence(text: string): Licence | null {
  const trimmed = text.trim();
  if (trimmed === '' || isNothing(trimmed)) return null;
  return parseExpression(trimmed) ?? parseNamed(trimmed) ?? parseJoined(trimmed);
}

/** Words that stand where a licence should. */
function isNothing(text: string): boolean {
  return /^(?:unknown|unlicen[cs]ed|none|noassertion|n\/a|custom|other|see licen[cs]e\b.*)$/i.test(text);
}

function parseExpression(text: string): Licence | null {
  if (text.length > LONGEST_EXPRESSION) return null;
  for (const candidate of [text, correctCase(text)]) {
    try {
      return fromSpdx(parseSpdx(candidate));
    } catch {
      // Not an expression in this spelling; the next one, or a reading by name, may fit.
    }
  }
  return null;
}

/** Operators in upper case and identifiers as the table writes them: `mit or apache-2.0`. */
function correctCase(text: string): string {
  return text.replaceAll(/[A-Za-z0-9.+:-]+/g, (word) => {
    if (/^(?:and|or|with)$/i.test(word)) return word.toUpperCase();
    return KNOWN_SPELLINGS.get(word.toLowerCase()) ?? word;
  });
}

const KNOWN_SPELLINGS: ReadonlyMap<string, string> = new Map(
  LICENCE_IDS.flatMap((id) => (/^[AL]?GPL-/.test(id) ? [id, `${id}+`, `${id}-only`, `${id}-or-later`] : [id])).map(
    (id) => [id.toLowerCase(), id],
  ),
);

function fromSpdx(info: parseSpdx.Info): Licence {
  if ('conjunction' in info) {
    return { kind: info.conjunction, left: fromSpdx(info.left), right: fromSpdx(info.right) };
  }
  return {
    kind: 'licence',
    id: info.license,
    orLater: info.plus === true,
    exception: info.exception ?? null,
    exact: true,
  };
}

function parseNamed(text: string): Licence | null {
  const named = findNamedLicence(text);
  return named === null ? null : { kind: 'licence', id: named.id, orLater: false, exception: null, exact: named.exact };
}

const JOINTS: readonly (readonly [kind: 'and' | 'or', separator: RegExp])[] = [
  ['or', /\s+or\s+|\s*\|\|?\s*|\s+\/\s+|\/(?=[A-Z])/i],
  ['and', /\s+and\s+|\s*[;,&]\s*|\s+\+\s+/i],
];

function parseJoined(text: string): Licence | null {
  if (text.length > LONGEST_EXPRESSION) return null;
  const inner = /^\(([^()]*)\)$/.exec(text)?.[1] ?? text;
  for (const [kind, separator] of JOINTS) {
    const parts = inner.split(separator).filter((part) => part !== '');
    if (parts.length < 2) continue;
    const licences = parts.map((part) => parseExpression(part) ?? parseNamed(part) ?? parseLater(kind, part));
    if (licences.every((licence) => licence !== null)) {
      return licences.reduce((left, right) => ({ kind, left, right }));
    }
  }
  return null;
}

/** Parts of an alternative may themselves be joined by “and”. */
function parseLater(kind: 'and' | 'or', part: string): Licence | null {
  return kind === 'or' ? parseJoined(part) : null;
}

/** Whether a licence is the one of a list entry, whatever “only” and “or later” say. */
export function isSameLicence(id: string, listed: string): boolean {
  return toBaseId(id).toLowerCase() === toBaseId(listed).toLowerCase() || findCategory(id) === listed;
}
