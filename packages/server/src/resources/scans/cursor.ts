import type { ScanCursor } from '@securescan/store';
import { InputProblem } from '../../problem/http-problem.ts';

/** Opaque text of a place in the list: base64url of `<created at>|<id>`. */
export function toCursorText({ createdAt, id }: ScanCursor): string {
  return Buffer.from(`${createdAt}|${id}`, 'utf8').toString('base64url');
}

/** @throws InputProblem when the text did not come from `toCursorText` */
export function readCursor(text: string): ScanCursor {
  const [, createdAt, id] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|(.{1,200})$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new InputProblem([
      {
        type: 'value_error',
        loc: ['query', 'cursor'],
        msg: 'Value error, not a cursor of this list',
        input: text,
        ctx: { error: {} },
      },
    ]);
  }
  return { createdAt, id };
}

/** An instant in the form in which the database holds it. @throws InputProblem */
export function readSince(text: string): string {
  const isInstant = /^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/i.test(text);
  // Without a zone it is UTC, as everything here.
  const withZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !/[T ]/.test(text) ? text : `${text}Z`;
  const at = isInstant ? Date.parse(withZone) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new InputProblem([
      {
        type: 'datetime_parsing',
        loc: ['query', 'since'],
        msg: 'Input should be a valid datetime, for example 2026-01-31T00:00:00Z',
        input: text,
      },
    ]);
  }
  return new Date(at).toISOString();
}
