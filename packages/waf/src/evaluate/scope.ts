import type { Span } from '../hcl/span.ts';
import type { Expression } from '../hcl/tree.ts';
import type { Budget } from './budget.ts';
import type { Value } from './values.ts';

/** What names mean where an expression stands. */
export interface Scope {
  readonly budget: Budget;
  /** The value of a single name. */
  readonly lookUp: (name: string, span: Span) => Value;
  /** The value of names joined by dots, such as `var.region`; null when the first name has a value of its own. */
  readonly resolve: (path: readonly string[], span: Span) => Value | null;
  /** The value of `module.name[key].output`; null when that has to be found in the value of `module.name`. */
  readonly resolveOutput: (module: string, key: Value, output: string, span: Span) => Value | null;
  readonly call: (name: string, args: readonly Value[], span: Span) => Value;
}

/** A scope with some more names. */
export function extend(scope: Scope, names: ReadonlyMap<string, Value>): Scope {
  return {
    ...scope,
    lookUp: (name, span) => names.get(name) ?? scope.lookUp(name, span),
    resolve: (path, span) => (names.has(path[0] ?? '') ? null : scope.resolve(path, span)),
    resolveOutput: (module, key, output, span) =>
      names.has('module') ? null : scope.resolveOutput(module, key, output, span),
  };
}

export type Evaluate = (expression: Expression, scope: Scope) => Value;
