import { createHash } from 'node:crypto';
import { InputProblem } from '../../problem/http-problem.ts';

/** How long an answer is remembered. */
export const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000;

/**
 * The Idempotency-Key header, or null when there is none.
 * @throws InputProblem when it is no printable text of 1 to 255 characters
 */
export function readIdempotencyKey(headers: Readonly<Record<string, string | undefined>>): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (/^[\u0020-\u007e]{1,255}$/.test(key)) return key;
  throw toIssue('Value error, must be 1 to 255 printable ASCII characters', key);
}

/** The answer to a key that came before with another body. */
export function toReuseProblem(key: string): InputProblem {
  return toIssue('Value error, this key was used for another request', key);
}

/** Equal for equal requests, whatever the order of their members. */
export function hashRequest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

function toIssue(msg: string, input: string): InputProblem {
  return new InputProblem([
    { type: 'value_error', loc: ['header', 'Idempotency-Key'], msg, input, ctx: { error: {} } },
  ]);
}
