import type { z } from 'zod';
import type { Route } from './route.ts';
import { Problem, RateLimited, ValidationProblem } from './shapes/common.ts';
import { NotReady } from './shapes/system.ts';

/** One error that a route can answer. */
export interface ErrorAnswer {
  readonly status: number;
  readonly description: string;
  readonly json: z.ZodType;
}

/**
 * Every error of a route, sorted by status: those it names, and those that its access and inputs imply. No other status is
 * ever answered.
 */
export function listErrorAnswers(route: Route): readonly ErrorAnswer[] {
  const answers: ErrorAnswer[] = Object.entries(route.errors).map(([status, description]) => ({
    status: Number(status),
    description,
    json: route.id === 'getReadiness' ? NotReady : Problem,
  }));
  const add = (status: number, description: string, json: z.ZodType = Problem): void => {
    if (!answers.some((answer) => answer.status === status)) answers.push({ status, description, json });
  };
  if (route.access.kind !== 'public') {
    add(401, 'no valid credential');
    add(429, 'too many requests, or too many failed sign-ins', RateLimited);
    add(503, 'a credential is required but none is configured, or the server is overloaded or stopping');
  }
  if (route.access.kind === 'scope') add(403, 'the credential lacks the scope');
  if (route.params || route.query || route.body) add(422, 'the inputs do not fit', route.invalid ?? ValidationProblem);
  if (route.body) {
    add(408, 'the body did not arrive in time');
    add(413, 'the body is too large');
  }
  add(500, 'our mistake; request_id finds it in the log');
  return answers.toSorted((a, b) => a.status - b.status);
}
