import { findUnknown, type Value } from '../../evaluate/values.ts';
import type { Pattern } from '../../patterns/pattern.ts';
import { fail, notKnown, type Outcome, PASS, skip } from '../outcome.ts';
import { jsonOf, textOf, textsOf } from '../value-text.ts';
import type { OperatorContext, ValueOperator } from './operator.ts';

/** Whether one of some texts has a match; undefined when one could not be tested and no other has. */
function anyMatches(texts: readonly string[], pattern: Pattern): boolean | undefined {
  const found = texts.map((text) => pattern.test(text));
  if (found.includes(true)) return true;
  return found.includes(undefined) ? undefined : false;
}

function tooLong({ limit }: Pattern, subject: string): Outcome {
  return skip(`${subject} is too long to be tested${limit === null ? '' : `: ${limit}`}.`);
}

export const matches: ValueOperator = {
  kind: 'value',
  test: (value, { pattern }, { subject }) => {
    if (pattern === null) return skip('There is no pattern.');
    const found = anyMatches(textsOf(value), pattern);
    if (found === true) return PASS;
    if (findUnknown(value) !== null) return notKnown(value, subject);
    return found === undefined ? tooLong(pattern, subject) : fail(`${subject} does not match ${pattern.source}.`);
  },
};

/** A text that is unknown in places may have a match in what is known of it, unless the pattern says where it has to be. */
function piecesOf(value: Value, pattern: Pattern): readonly string[] {
  if (value.kind !== 'unknown' || value.pieces === undefined) return [];
  return /[$^]|\\[AZbB]|\(\?(?:<?[=!])/.test(pattern.source.replaceAll(/\[\^/g, '[')) ? [] : value.pieces;
}

function noMatch(textsToTest: (value: Value) => readonly string[], isPassed: boolean): ValueOperator {
  return {
    kind: 'value',
    takesUnknown: true,
    ...(isPassed ? { missing: (): Outcome => PASS } : {}),
    test: (value, { pattern }, { subject }: OperatorContext) => {
      if (pattern === null) return skip('There is no pattern.');
      const texts = value.kind === 'unknown' ? piecesOf(value, pattern) : textsToTest(value);
      const found = anyMatches(texts, pattern);
      if (found === true) return fail(`${subject} matches ${pattern.source}.`);
      if (findUnknown(value) !== null) return notKnown(value, subject);
      return found === undefined ? tooLong(pattern, subject) : PASS;
    },
  };
}

export const notMatches = noMatch(textsOf, false);

/** What is not there has no JSON that could match. */
export const jsonNotContainsPattern = noMatch(jsonTexts, true);

/** The JSON of a value; of a text that is JSON itself in the way it is written and without blanks. */
function jsonTexts(value: Value): readonly string[] {
  if (value.kind !== 'string') return [jsonOf(value)];
  try {
    return [value.value, JSON.stringify(JSON.parse(value.value))];
  } catch {
    return [value.value];
  }
}

export const notContains: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, { expected }, { subject }) => {
    const part = textOf(expected);
    const texts = value.kind === 'unknown' ? (value.pieces ?? []) : textsOf(value);
    if (texts.some((text) => text.includes(part))) return fail(`${subject} contains ${jsonOf(expected)}.`);
    return findUnknown(value) === null ? PASS : notKnown(value, subject);
  },
};
