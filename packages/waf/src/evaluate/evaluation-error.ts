import type { Span } from '../hcl/span.ts';

/** Why an expression has no value. `try` and `can` catch it, else the argument becomes unknown and it is reported. */
export class EvaluationError extends Error {
  readonly span: Span | null;

  constructor(message: string, span: Span | null = null) {
    super(message);
    this.name = 'EvaluationError';
    this.span = span;
  }
}

/** The work allowed for one evaluation is used up; nothing catches it within an expression. */
export class BudgetError extends EvaluationError {
  override readonly name = 'BudgetError';
}
