import { HttpProblem } from '../problem/http-problem.ts';

/** 429 with the time to wait in whole seconds, at least 1, in the sentence, the body and the header. */
export function tooManyRequests(what: string, retryAfterMs: number): HttpProblem {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new HttpProblem(429, `${what}. Try again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
    members: { retry_after: seconds },
  });
}
