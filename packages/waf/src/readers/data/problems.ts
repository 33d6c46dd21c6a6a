import type { Diagnostic } from '../../hcl/diagnostic.ts';
import { createSource, type SourceText } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';

/** Collects what is wrong with the files of one check. */
export interface Problems {
  readonly list: readonly Diagnostic[];
  readonly error: (message: string, span: Span) => void;
  readonly warn: (message: string, span: Span) => void;
}

const MAX_PROBLEMS = 1000;

export function createProblems(): Problems {
  const list: Diagnostic[] = [];
  const add = (severity: Diagnostic['severity'], message: string, span: Span): void => {
    // An error is never lost: that it happened decides over the exit code.
    const full = list.length >= MAX_PROBLEMS;
    if (!full || (severity === 'error' && list.every((one) => one.severity !== 'error')))
      list.push({ severity, message, span });
  };
  return {
    list,
    error: (message, span) => {
      add('error', message, span);
    },
    warn: (message, span) => {
      add('warning', message, span);
    },
  };
}

/** The beginning of a file, for what concerns all of it. */
export function fileStart(file: string | SourceText): Span {
  const source = typeof file === 'string' ? createSource(file, '') : file;
  return new Span(source, 0, 0);
}
