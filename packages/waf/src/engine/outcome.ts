import { findUnknown, type Value } from '../evaluate/values.ts';
import type { CheckStatus } from './evaluation.ts';

/** How a condition came out, and why in a sentence. */
export interface Outcome {
  readonly status: CheckStatus;
  readonly why: string;
}

export const PASS: Outcome = { status: 'PASS', why: '' };

export function fail(why: string): Outcome {
  return { status: 'FAIL', why };
}

export function skip(why: string): Outcome {
  return { status: 'SKIP', why };
}

export function passIf(condition: boolean, why: string): Outcome {
  return condition ? PASS : fail(why);
}

/** Skipped, because something in the value is settled later only. */
export function notKnown(value: Value, subject: string): Outcome {
  const reason = findUnknown(value)?.reason ?? '';
  return skip(`${subject} is not known before a plan${reason === '' ? '' : ` (${reason})`}.`);
}
