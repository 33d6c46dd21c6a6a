import type { Diagnostic } from '../hcl/diagnostic.ts';
import type { Span } from '../hcl/span.ts';
import { BudgetError, EvaluationError } from './evaluation-error.ts';
import { unknown, type Value } from './values.ts';

const MAX_DIAGNOSTICS = 1000;

/** Collects what went wrong; a module that is called twice reports once. */
export interface Reporter {
  readonly diagnostics: readonly Diagnostic[];
  readonly report: (severity: Diagnostic['severity'], message: string, span: Span) => void;
  readonly add: (diagnostics: readonly Diagnostic[]) => void;
  /** Runs and, when there is no value, reports that and takes the fallback. */
  readonly attempt: <T>(span: Span, run: () => T, fallback: () => T) => T;
}

export function createReporter(): Reporter {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const add = (more: readonly Diagnostic[]): void => {
    for (const one of more) {
      const key = `${one.span.file}\n${one.span.from}\n${one.message}`;
      if (seen.has(key) || diagnostics.length >= MAX_DIAGNOSTICS) continue;
      seen.add(key);
      diagnostics.push(one);
    }
  };
  const report: Reporter['report'] = (severity, message, span) => add([{ severity, message, span }]);
  return {
    diagnostics,
    add,
    report,
    attempt: (span, run, fallback) => {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        report(error instanceof BudgetError ? 'error' : 'warning', error.message, error.span ?? span);
        return fallback();
      }
    },
  };
}

/** What stands for a value that could not be worked out. */
export function failed(span: Span): Value {
  return unknown('it cannot be worked out', span);
}
