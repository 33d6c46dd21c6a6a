import { type Answer, listErrorAnswers, type Route } from '@securescan/contract';
import { z } from 'zod';
import type { AnyAnswer } from './answer.ts';
import { toSuccessStatus } from './answer.ts';

/** Compares answers with the contract; for tests, where a breach is an error. */
export interface AnswerCheck {
  /** The JSON of a success, before it is written. */
  json(route: Route, answer: AnyAnswer): void;
  /** Status, media type and body of every answer, as it is sent. */
  sent(route: Route, status: number, mediaType: string | undefined, payload: unknown): void;
}

/** @param report - is told every breach, as one sentence */
export function createAnswerCheck(report: (breach: string) => void): AnswerCheck {
  return {
    json(route, answer) {
      const entry = toEntry(route);
      if ('json' in answer) {
        if (!entry || !('json' in entry)) report(`${route.id} answers JSON, which its contract does not name`);
        else compare(route, entry.json, answer.json, report);
      } else if ('empty' in answer && !(entry && 'empty' in entry)) report(`${route.id} answers nothing, but should`);
      else if ('body' in answer && !(entry && 'mediaTypes' in entry))
        report(`${route.id} answers a file, but should not`);
    },
    sent(route, status, mediaType, payload) {
      if (status === toSuccessStatus(route)) {
        compareMediaType(route, mediaType, report);
        return;
      }
      if (status === 304) return;
      const error = listErrorAnswers(route).find((answer) => answer.status === status);
      if (!error) report(`${route.id} answers ${status}, which its contract does not list`);
      else if (typeof payload === 'string' && mediaType === 'application/json') {
        compare(route, error.json, JSON.parse(payload), report);
      }
    },
  };
}

function toEntry(route: Route): Answer | undefined {
  return Object.values(route.answers)[0];
}

function compare(route: Route, schema: z.ZodType, value: unknown, report: (breach: string) => void): void {
  // What is compared is what the client will parse: without `undefined`, dates as text.
  const result = schema.safeParse(JSON.parse(JSON.stringify(value)));
  if (!result.success) report(`${route.id}: ${z.prettifyError(result.error)}`);
}

function compareMediaType(route: Route, mediaType: string | undefined, report: (breach: string) => void): void {
  const entry = toEntry(route);
  if (!entry || !('mediaTypes' in entry)) return;
  const bare = mediaType?.split(';')[0];
  if (bare === undefined || !entry.mediaTypes.includes(bare)) {
    report(`${route.id} answers ${mediaType ?? 'no media type'}, which its contract does not name`);
  }
}
