import { z } from 'zod';

/** How a value that does not fit is told: the words of a validation error, as clients of wafpass-server know them. */
export interface IssueWords {
  readonly type: string;
  readonly msg: string;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Deepest nesting of values whose form nobody prescribes. */
const MAX_DEPTH = 64;
const MAX_INTEGER = 2_147_483_647;
const UUID_LENGTHS = [32, 36];

/** Adds an issue with words of its own; the server tells them as they are. */
export function addIssue(context: z.core.$RefinementCtx, words: IssueWords, path: readonly PropertyKey[] = []): void {
  context.addIssue({ code: 'custom', message: words.msg, params: { words }, path: [...path] });
}

function valueError(text: string): IssueWords {
  return { type: 'value_error', msg: `Value error, ${text}`, ctx: { error: {} } };
}

/** A whole number, also as text or with a fraction of zero; everything else is told in the words of the reference. */
export function looseInteger(minimum: number, maximum: number = MAX_INTEGER) {
  return z
    .unknown()
    .transform((value, context): number => {
      const words = whyNoInteger(value, minimum, maximum);
      if (words === null) return Number(value);
      addIssue(context, words);
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum, maximum });
}

function whyNoInteger(value: unknown, minimum: number, maximum: number): IssueWords | null {
  if (typeof value === 'string' ? !/^\s*[+-]?\d+(?:\.0*)?\s*$/.test(value) : typeof value !== 'number') {
    return typeof value === 'string'
      ? {
          type: 'int_parsing',
          msg: 'Input should be a valid integer, unable to parse string as an integer',
        }
      : { type: 'int_type', msg: 'Input should be a valid integer' };
  }
  const number = Number(value);
  if (!Number.isInteger(number)) {
    return {
      type: 'int_from_float',
      msg: 'Input should be a valid integer, got a number with a fractional part',
    };
  }
  if (number < minimum) {
    return {
      type: 'greater_than_equal',
      msg: `Input should be greater than or equal to ${minimum}`,
      ctx: { ge: minimum },
    };
  }
  return number > maximum
    ? { type: 'less_than_equal', msg: `Input should be less than or equal to ${maximum}`, ctx: { le: maximum } }
    : null;
}

/** One of some words, exactly. */
export function literalText<const Word extends string>(words: readonly Word[]) {
  const last = words.at(-1) ?? '';
  const expected = `${words
    .slice(0, -1)
    .map((word) => `'${word}'`)
    .join(', ')} or '${last}'`;
  return z
    .unknown()
    .transform((value, context): Word => {
      const word = words.find((known) => known === value);
      if (word !== undefined) return word;
      addIssue(context, { type: 'literal_error', msg: `Input should be ${expected}`, ctx: { expected } });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...words] });
}

/** Text that is trimmed and holds something then. */
export function filledText(name: string, maximum: number) {
  return z
    .string()
    .max(maximum)
    .transform((value, context): string => {
      if (value.trim() !== '') return value.trim();
      addIssue(context, valueError(`${name} must not be empty`));
      return z.NEVER;
    });
}

/** A list with at least one member; `reason` is what is told of an empty one. */
export function filledList<Member extends z.ZodType>(member: Member, maximum: number, reason: string) {
  return z
    .array(member)
    .max(maximum)
    .superRefine((list, context) => {
      if (list.length === 0) addIssue(context, valueError(reason));
    });
}

/** A UUID in any case, with or without dashes; it comes out in lower case with dashes. */
export const RunId = z
  .string()
  .transform((value, context): string => {
    const bare = value.replaceAll('-', '').toLowerCase();
    if (UUID_LENGTHS.includes(value.length) && /^[0-9a-f]{32}$/.test(bare)) {
      return `${bare.slice(0, 8)}-${bare.slice(8, 12)}-${bare.slice(12, 16)}-${bare.slice(16, 20)}-${bare.slice(20)}`;
    }
    const error = UUID_LENGTHS.includes(value.length)
      ? 'it is not made of hexadecimal digits'
      : `invalid length: found ${value.length}`;
    addIssue(context, { type: 'uuid_parsing', msg: `Input should be a valid UUID, ${error}`, ctx: { error } });
    return z.NEVER;
  })
  .meta({ type: 'string', format: 'uuid' });

/** An object whose members nobody prescribes; kept as it is, as long as it is not nested without end. */
export const FreeObject = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  if (!isShallow(value, MAX_DEPTH)) addIssue(context, valueError(`must not be nested deeper than ${MAX_DEPTH}`));
});

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((member) => isShallow(member, depth - 1));
}

/** An end of validity: nothing, a date, or an instant, of which the date is kept. */
export const ExpiryDate = z
  .string()
  .max(40)
  .transform((value, context): string => {
    const date = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i.exec(value)?.[1];
    if (value === '') return '';
    const isReal = date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
    if (date !== undefined && isReal) return date;
    addIssue(context, valueError('must be empty or a date, such as 2031-09-30'));
    return z.NEVER;
  });

/** Nothing or an http(s) address: what is shown as a link must not run as a program. */
export const LinkText = z
  .string()
  .max(2000)
  .superRefine((value, context) => {
    if (value === '') return;
    const { protocol } = URL.parse(value) ?? { protocol: '' };
    if (!/^https?:$/.test(protocol)) addIssue(context, valueError('must be empty or an http(s) address'));
  });
