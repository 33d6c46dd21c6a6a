import { parseNumeral } from '../../controls/numeral.ts';
import { equals } from '../../evaluate/convert.ts';
import { unknownText } from '../../evaluate/unknown-text.ts';
import { findUnknown, type Value } from '../../evaluate/values.ts';
import { fail, notKnown, type Outcome, PASS } from '../outcome.ts';
import { jsonOf } from '../value-text.ts';
import type { OperatorContext, ValueOperator } from './operator.ts';

const MAX_SHOWN = 60;
const SECRET = /pass|secret|token|key|credential/i;

/** Whether a value equals one of some, by type and content; undefined when that depends on something unknown in it. */
function equalsAny(value: Value, others: readonly Value[]): boolean | undefined {
  if (others.some((other) => equals(value, other))) return true;
  if (isOwnArn(value) && others.every(isArnOfProvider)) return false;
  return findUnknown(value) === null ? false : undefined;
}

/** What has an ARN of its own: resources and data sources are in an account, which stands in it. */
function isOwnArn(value: Value): boolean {
  return value.kind === 'unknown' && /^\$\{aws_\w+\.[\w-]+(?:\[[^\]]*\])?\.arn\}$/.test(unknownText(value));
}

/** Such as `arn:aws:iam::aws:policy/AdministratorAccess`, in the account of AWS itself. */
function isArnOfProvider(value: Value): boolean {
  return value.kind === 'string' && /^arn:[^:]*:[^:]*:[^:]*:aws:/.test(value.value);
}

/** `acl is "public-read"`, without the value where that may be a secret or is long. */
function describe(value: Value, { subject }: OperatorContext): string {
  const text = jsonOf(value);
  if (value.sensitive || text.length > MAX_SHOWN || SECRET.test(subject)) return `${subject} has a value that`;
  return `${subject} is ${text}, which`;
}

function shown(values: readonly Value[]): string {
  const text = values.map(jsonOf).join(', ');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function tested(
  value: Value,
  others: readonly Value[],
  context: OperatorContext,
  wanted: boolean,
  words: string,
): Outcome {
  const isEqual = equalsAny(value, others);
  if (isEqual === undefined) return notKnown(value, context.subject);
  return isEqual === wanted ? PASS : fail(`${describe(value, context)} ${words} ${shown(others)}.`);
}

export const equalsOperator: ValueOperator = {
  kind: 'value',
  test: (value, { expected }, context) => tested(value, [expected], context, true, 'is not'),
};

export const notEquals: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, { expected }, context) => tested(value, [expected], context, false, 'must not be'),
};

export const isIn: ValueOperator = {
  kind: 'value',
  test: (value, { members }, context) => tested(value, members, context, true, 'is none of'),
};

export const notIn: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, { members }, context) => tested(value, members, context, false, 'is one of'),
};

function switchOperator(texts: RegExp, wanted: boolean): ValueOperator {
  return {
    kind: 'value',
    test: (value, _assertion, context) => {
      if (findUnknown(value) !== null) return notKnown(value, context.subject);
      const isMet =
        (value.kind === 'bool' && value.value === wanted) ||
        (value.kind === 'number' && value.value === Number(wanted)) ||
        (value.kind === 'string' && texts.test(value.value));
      return isMet ? PASS : fail(`${describe(value, context)} is not ${wanted}.`);
    },
  };
}

export const isTrue = switchOperator(/^(?:true|1|yes)$/i, true);
export const isFalse = switchOperator(/^(?:false|0|no)$/i, false);

function bound(isWithin: (value: number, limit: number) => boolean, words: string): ValueOperator {
  return {
    kind: 'value',
    test: (value, { assertion }, context) => {
      if (findUnknown(value) !== null) return notKnown(value, context.subject);
      const limit = parseNumeral(assertion.expected);
      const found = value.kind === 'number' || value.kind === 'string' ? parseNumeral(value.value) : null;
      if (found === null || limit === null) return fail(`${describe(value, context)} is no number.`);
      return isWithin(found, limit) ? PASS : fail(`${describe(value, context)} is not ${words} ${limit}.`);
    },
  };
}

export const atLeast = bound((value, limit) => value >= limit, 'at least');
export const atMost = bound((value, limit) => value <= limit, 'at most');
