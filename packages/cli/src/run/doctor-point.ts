/** One point that the doctor has looked at. */
export interface Point {
  readonly check: string;
  readonly status: 'ok' | 'warn';
  /** What was found, as a sentence without a full stop. */
  readonly found: string;
  /** How to mend it; null when it is well. */
  readonly fix: string | null;
}

export function well(check: string, found: string): Point {
  return { check, status: 'ok', found, fix: null };
}

export function weak(check: string, found: string, fix: string): Point {
  return { check, status: 'warn', found, fix };
}
