import { compilePattern } from '../patterns/pattern.ts';
import { parseAttributePath } from './attribute-path.ts';
import { type Assertion, type Operator, OPERATORS } from './control.ts';
import { isMapping, type MemberReader, quote } from './member-reader.ts';
import { didYouMean } from './did-you-mean.ts';
import { parseNumeral } from './numeral.ts';
import { OPERATOR_NEEDS } from './operator-needs.ts';

export const ASSERTION_MEMBERS: readonly string[] = [
  'attribute',
  'op',
  'expected',
  'value',
  'values',
  'key',
  'pattern',
  'fallback_attribute',
  'message',
  'if_missing',
  'each',
  'associated_resource_type',
  'associated_attribute',
  'filter_attribute',
  'filter_contains',
  'filter_pattern',
  'variable',
  'allowed_values_variable',
  'condition',
  'conditions',
  'sibling_condition',
];

const EXPECTED = ['expected', 'value', 'values'];

/** One condition; null when its operator is not known, which is an error. */
export function readAssertion(members: MemberReader, depth = 0): Assertion | null {
  const op = readOperator(members);
  if (op === null) return null;
  const from = EXPECTED.find((name) => members.has(name));
  const nested = (reader: MemberReader | null): Assertion | null => {
    if (reader === null) return null;
    if (depth < 4) return readAssertion(reader, depth + 1);
    reader.error(null, 'conditions are nested too deeply; four levels are enough.');
    return null;
  };
  const assertion: Assertion = {
    attribute: readPath(members, 'attribute'),
    op,
    expected: from === undefined ? null : members.raw(from),
    hasExpected: from !== undefined,
    key: members.optionalText('key') ?? (op === 'key_exists' ? members.optionalText(from ?? 'key') : null),
    pattern: readPattern(members, 'pattern'),
    fallbackAttribute: readPath(members, 'fallback_attribute') || null,
    message: members.text('message') || null,
    ifMissing: members.has('if_missing') ? members.choice('if_missing', ['fail', 'pass', 'skip'], 'fail') : null,
    each: members.choice('each', ['first', 'any', 'all', 'none'], 'first'),
    associatedResourceType: members.optionalText('associated_resource_type'),
    associatedAttribute: members.optionalText('associated_attribute'),
    filterAttribute: readPath(members, 'filter_attribute') || null,
    filterContains: members.optionalText('filter_contains'),
    filterPattern: members.optionalText('filter_pattern'),
    variable: members.optionalText('variable'),
    allowedValuesVariable: members.optionalText('allowed_values_variable'),
    condition: members.optionalText('condition'),
    conditions: members.mappings('conditions', ASSERTION_MEMBERS).flatMap((reader) => nested(reader) ?? []),
    siblingCondition: nested(members.mapping('sibling_condition', ASSERTION_MEMBERS)),
  };
  checkNeeds(assertion, members, from);
  return assertion;
}

function readOperator(members: MemberReader): Operator | null {
  const text = members.optionalText('op');
  if (text === null || text === '') {
    members.error(members.has('op') ? 'op' : null, 'op is missing; name the operator, such as is_true or equals.');
    return null;
  }
  const op = OPERATORS.find((one) => one === text);
  if (op !== undefined) return op;
  const nearest = didYouMean(text, OPERATORS);
  members.error('op', `${quote(text)} is no operator.${nearest || ` There are: ${OPERATORS.join(', ')}.`}`);
  return null;
}

function readPath(members: MemberReader, name: string): string {
  const text = members.optionalText(name)?.trim() ?? '';
  if (text === '') return '';
  try {
    parseAttributePath(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    members.error(name, `${quote(text)} is no path of an attribute: ${error.message}.`);
  }
  return text;
}

/** A pattern, checked; null when there is none. */
export function readPattern(members: MemberReader, name: string): string | null {
  const text = members.optionalText(name);
  if (text !== null) checkPattern(text, members, name);
  return text;
}

function checkPattern(text: string, members: MemberReader, name: string): void {
  try {
    const { limit } = compilePattern(text);
    if (limit !== null) members.warn(name, `${name}: ${limit}; on longer ones the assertion is skipped.`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    members.error(name, `${quote(text)} is no valid regular expression: ${error.message}.`);
  }
}

function checkNeeds(assertion: Assertion, members: MemberReader, from: string | undefined): void {
  const { op, hasExpected, expected } = assertion;
  const { required, wanted = [], withoutAttribute = false } = OPERATOR_NEEDS[op];
  if (assertion.attribute === '' && !withoutAttribute) {
    members.error(members.has('attribute') ? 'attribute' : null, `attribute is missing; ${op} looks at one.`);
  }
  if (required === 'key' && assertion.key === null) missing('key');
  if (required === 'fallback_attribute' && assertion.fallbackAttribute === null) missing('fallback_attribute');
  if (required === 'expected' && !hasExpected) missing('expected (or value, values)');
  if (required === 'number' && from === undefined) missing('expected, a number');
  if (required === 'number' && from !== undefined && parseNumeral(expected) === null) {
    members.error(from, `${op} compares with a number, but ${from} is ${quote(JSON.stringify(expected))}.`);
  }
  if (required === 'pattern' && assertion.pattern === null) {
    if (from === undefined) missing('pattern');
    else if (typeof expected === 'string' || typeof expected === 'number')
      checkPattern(String(expected), members, from);
    else members.error(from, `${op} takes its pattern as a text.`);
  }
  if ((op === 'in' || op === 'not_in') && hasExpected && !Array.isArray(expected)) {
    if (isMapping(expected)) members.error(from ?? null, `${op} compares with a list of values, not with a mapping.`);
    else members.warn(from ?? null, `${op} compares with a list of values; the one value is taken as a list of one.`);
  }
  for (const name of wanted) {
    if (!members.has(name) && !(name === 'value' && hasExpected)) {
      members.warn(null, `${op} has no ${name} and is skipped on every block.`);
    }
  }

  function missing(what: string): void {
    members.error('op', `${op} needs ${what}, which is missing here.`);
  }
}

/** A condition that is written as a mapping of its own, such as `filter` of a scope. */
export function readCondition(members: MemberReader, name: string): Assertion | null {
  const written = members.raw(name);
  if (isMapping(written) && !Object.hasOwn(written, 'op')) {
    members.warn(name, `${name} has no attribute with an op, so it is not used.`, true);
    return null;
  }
  const reader = members.mapping(name, ASSERTION_MEMBERS);
  return reader === null ? null : readAssertion(reader);
}
