import type { Span } from './span.ts';

/** Something that could not be read or worked out. An `error` means that a part of the input was left out. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One sentence: what is wrong, and how to mend it where that is known. */
  readonly message: string;
  readonly span: Span;
}
