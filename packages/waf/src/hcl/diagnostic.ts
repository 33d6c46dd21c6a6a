import type { Span } from './span.ts';

/**
 * Something that could not be read or worked out. After an `error` a part of the input was left out (broken syntax, a
 * missing module, a value that depends on itself, a limit); after a `warning` all is there, with one value unknown.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong, and how to mend it where that is known. */
  readonly message: string;
  readonly span: Span;
  /** The text itself is broken, so that the block around it was read in part. */
  readonly isSyntax?: true;
}
