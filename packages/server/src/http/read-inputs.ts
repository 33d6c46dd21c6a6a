import type { Route } from '@securescan/contract';
import { z } from 'zod';
import { type InputIssue, InputProblem } from '../problem/http-problem.ts';
import { NOT_AN_INTEGER, type Place, toInputIssues } from '../problem/zod-issues.ts';
import { parseJsonBody } from './parse-body.ts';
import { parseQueryText } from './query-text.ts';
import { findUnstorableText } from './unstorable-text.ts';

/** A request's inputs as they arrived. */
export interface RawInputs {
  readonly params: Readonly<Record<string, string>>;
  /** Text behind the question mark. */
  readonly query: string;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
}

/** Inputs as the route's schemas parsed them. */
export interface ParsedInputs {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses a body faster than its schema does, where that is easy.
 * @returns undefined where it is not, and the schema has to say what is wrong
 */
export type ParseBody = (value: unknown, bytes: Uint8Array) => unknown;

const WHOLE_NUMBER = /^\s*[+-]?\d+(?:\.0*)?\s*$/;

/**
 * Makes the reader of a route's inputs.
 * @param parseValue - parses a body in place of its schema, with the same outcome
 * @returns a function that throws `InputProblem` with all problems at once: path, query, body, each in the order of its fields
 */
export function createInputReader(route: Route, parseValue?: ParseBody): (raw: RawInputs) => ParsedInputs {
  const { params: paramsSchema, query: querySchema, body: bodySchema } = route;
  // As the clients of those addresses are used to.
  const takesLast = route.alsoAt !== undefined;
  const wholeNumbers = Object.entries(querySchema?.shape ?? {})
    .filter(([, schema]) => isNumber(schema))
    .map(([name]) => name);
  return ({ params, query, body, contentType }) => {
    const issues: InputIssue[] = [];
    const result = {
      params: paramsSchema && parse(paramsSchema, 'path', params, issues),
      query: querySchema && parseQuery(querySchema, { wholeNumbers, takesLast }, query, issues),
      body: bodySchema && parseBody(bodySchema, body, contentType, issues, parseValue),
    };
    if (issues.length > 0) throw new InputProblem(issues);
    return result;
  };
}

function parse(schema: z.ZodType, place: Place, data: unknown, issues: InputIssue[]): unknown {
  const result = schema.safeParse(data);
  if (!result.success) {
    issues.push(...toInputIssues(place, result.error.issues, data));
    return undefined;
  }
  issues.push(...findUnstorableText(place, result.data));
  return result.data;
}

function parseQuery(
  schema: z.ZodObject,
  { wholeNumbers, takesLast }: { readonly wholeNumbers: readonly string[]; readonly takesLast: boolean },
  text: string,
  issues: InputIssue[],
): unknown {
  const { values, issues: found } = parseQueryText(text, takesLast);
  const own = new Map<string, InputIssue>();
  for (const name of Object.keys(schema.shape)) {
    const issue = found.get(name);
    if (issue) own.set(name, issue);
  }
  for (const name of wholeNumbers) {
    const value = values[name];
    // Coercion alone would take '', '0x10' and '1e3' for numbers.
    if (value !== undefined && !own.has(name) && !WHOLE_NUMBER.test(value)) {
      own.set(name, { ...NOT_AN_INTEGER, loc: ['query', name], input: value.slice(0, 1000) });
    }
  }
  const fromSchema: InputIssue[] = [];
  const data = parse(schema, 'query', values, fromSchema);
  if (own.size === 0) {
    issues.push(...fromSchema);
    return data;
  }
  for (const name of Object.keys(schema.shape)) {
    const issue = own.get(name) ?? fromSchema.find(({ loc }) => loc[1] === name);
    if (issue) issues.push(issue);
  }
  return undefined;
}

function parseBody(
  schema: z.ZodType,
  bytes: Uint8Array,
  contentType: string | undefined,
  issues: InputIssue[],
  parseValue?: ParseBody,
): unknown {
  try {
    const value = parseJsonBody(bytes, contentType);
    const known = parseValue?.(value, bytes);
    return known === undefined ? parse(schema, 'body', value, issues) : known;
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

function isNumber(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return isNumber(schema.def.innerType);
  }
  return schema instanceof z.ZodNumber;
}
