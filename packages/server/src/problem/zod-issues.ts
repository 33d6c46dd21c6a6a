import type { z } from 'zod';
import { toEcho } from './echo.ts';
import type { InputIssue } from './http-problem.ts';

type ZodIssue = z.core.$ZodIssue;
/** Without the place and the input, which are the same for every kind. */
type IssueText = Pick<InputIssue, 'type' | 'msg' | 'ctx'>;
export type Place = 'path' | 'query' | 'body';

/**
 * Tells zod's findings in the documented form (server.md §0.4), one per value, in the order of the fields.
 * @param data - what was parsed; issues show the part of it that is wrong
 */
export function toInputIssues(place: Place, issues: readonly ZodIssue[], data: unknown): readonly InputIssue[] {
  const byPlace = new Map<string, InputIssue>();
  for (const issue of issues.flatMap(spread)) {
    const loc = [place, ...issue.path.map(toSegment)];
    const key = JSON.stringify(loc);
    // The first finding on a value counts, except that its own bound says more than the bound of all whole numbers.
    if (byPlace.has(key) && !(issue.code === 'too_big' && issue.origin === 'number')) continue;
    byPlace.set(key, toIssue(place, loc, issue, data));
  }
  return [...byPlace.values()];
}

/** One finding about three unknown keys becomes three findings. */
function spread(issue: ZodIssue): readonly ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, path: [...issue.path, key] }));
}

function toSegment(segment: PropertyKey): string | number {
  return typeof segment === 'symbol' ? String(segment) : segment;
}

function toIssue(place: Place, loc: readonly (string | number)[], issue: ZodIssue, data: unknown): InputIssue {
  const found = at(data, issue.path);
  if (found === undefined && issue.path.length > 0) {
    const holder = place === 'body' ? at(data, issue.path.slice(0, -1)) : null;
    return { type: 'missing', loc, msg: 'Field required', input: toEcho(holder) };
  }
  const { type, msg, ctx } = toText(issue, found);
  return { type, loc, msg, input: toEcho(found), ...(ctx ? { ctx } : {}) };
}

function toText(issue: ZodIssue, found: unknown): IssueText {
  switch (issue.code) {
    case 'invalid_type':
      return toTypeText(issue.expected, issue.path.length === 0);
    case 'invalid_value':
      return issue.values.length > 0 && !('expected' in issue && issue.expected === 'stringbool')
        ? toEnumText(issue.values)
        : { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
    case 'too_small':
      return toLowerBoundText(issue.origin, Number(issue.minimum), issue.inclusive !== false, found);
    case 'too_big':
      return toUpperBoundText(issue.origin, Number(issue.maximum), issue.inclusive !== false, found);
    case 'invalid_format':
      return toFormatText(issue);
    case 'unrecognized_keys':
      return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    case 'custom':
      return readOwnWords(issue.params) ?? toValueError(issue.message);
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    default:
      return toValueError(issue.message);
  }
}

/** What the contract says of a value in words of its own. */
function readOwnWords(params: Readonly<Record<string, unknown>> | undefined): IssueText | null {
  return (params?.['words'] as IssueText | undefined) ?? null;
}

export function toValueError(text: string): IssueText {
  return { type: 'value_error', msg: `Value error, ${text}`, ctx: { error: {} } };
}

const TYPE_TEXTS: Readonly<Record<string, IssueText>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  int: { type: 'int_type', msg: 'Input should be a valid integer' },
  number: { type: 'float_type', msg: 'Input should be a valid number' },
  object: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
  record: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
};

/** A body of the wrong kind. */
export const NOT_AN_OBJECT: IssueText = {
  type: 'model_attributes_type',
  msg: 'Input should be a valid dictionary or object to extract fields from',
};

export const NOT_AN_INTEGER: IssueText = {
  type: 'int_parsing',
  msg: 'Input should be a valid integer, unable to parse string as an integer',
};

function toTypeText(expected: string, isWhole: boolean): IssueText {
  if (expected === 'object' && isWhole) return NOT_AN_OBJECT;
  return TYPE_TEXTS[expected] ?? toValueError(`expected ${expected}`);
}

function toEnumText(values: readonly unknown[]): IssueText {
  const words = values.map((value) => `'${String(value)}'`);
  const last = words.pop() ?? '';
  const expected = words.length === 0 ? last : `${words.join(', ')} or ${last}`;
  return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } };
}

function toLowerBoundText(origin: string, minimum: number, isInclusive: boolean, found: unknown): IssueText {
  if (origin === 'string') {
    return {
      type: 'string_too_short',
      msg: `String should have at least ${count(minimum, 'character')}`,
      ctx: { min_length: minimum },
    };
  }
  if (origin === 'array') {
    return {
      type: 'too_short',
      msg: `List should have at least ${count(minimum, 'item')} after validation, not ${lengthOf(found)}`,
      ctx: { field_type: 'List', min_length: minimum, actual_length: lengthOf(found) },
    };
  }
  return isInclusive
    ? {
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${minimum}`,
        ctx: { ge: minimum },
      }
    : { type: 'greater_than', msg: `Input should be greater than ${minimum}`, ctx: { gt: minimum } };
}

function toUpperBoundText(origin: string, maximum: number, isInclusive: boolean, found: unknown): IssueText {
  if (origin === 'string') {
    return {
      type: 'string_too_long',
      msg: `String should have at most ${count(maximum, 'character')}`,
      ctx: { max_length: maximum },
    };
  }
  if (origin === 'array') {
    return {
      type: 'too_long',
      msg: `List should have at most ${count(maximum, 'item')} after validation, not ${lengthOf(found)}`,
      ctx: { field_type: 'List', max_length: maximum, actual_length: lengthOf(found) },
    };
  }
  return isInclusive
    ? { type: 'less_than_equal', msg: `Input should be less than or equal to ${maximum}`, ctx: { le: maximum } }
    : { type: 'less_than', msg: `Input should be less than ${maximum}`, ctx: { lt: maximum } };
}

function toFormatText(issue: z.core.$ZodIssueInvalidStringFormat): IssueText {
  if (issue.format === 'datetime') {
    return { type: 'datetime_parsing', msg: 'Input should be a valid datetime, RFC 3339 with a time zone' };
  }
  const pattern = (issue.pattern ?? '').replace(/^\/(.*)\/[a-z]*$/s, '$1');
  // A pattern with a sentence of its own says more than the pattern.
  if (issue.format !== 'regex' || !issue.message.startsWith('Invalid ')) return toValueError(issue.message);
  return { type: 'string_pattern_mismatch', msg: `String should match pattern '${pattern}'`, ctx: { pattern } };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = Reflect.get(here, name);
  }
  return here;
}
