import { toEcho } from '../problem/echo.ts';
import { InputProblem } from '../problem/http-problem.ts';
import { NOT_AN_OBJECT } from '../problem/zod-issues.ts';
import { findJsonError } from './json-error.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * The value of a JSON body.
 * @throws InputProblem when it is absent, of another type, or no JSON
 */
export function parseJsonBody(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length === 0)
    throw new InputProblem([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]);
  const text = decode(bytes);
  if (text === null) throw invalidJson(0, 'the body is not UTF-8');
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) {
    throw new InputProblem([{ ...NOT_AN_OBJECT, loc: ['body'], input: toEcho(text) }]);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { offset, error } = findJsonError(text);
    throw invalidJson(offset, error);
  }
}

function invalidJson(offset: number, error: string): InputProblem {
  return new InputProblem([
    { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {}, ctx: { error } },
  ]);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
