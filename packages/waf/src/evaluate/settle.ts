import type { Span } from '../hcl/span.ts';
import type { Budget } from './budget.ts';
import { failed, type Reporter } from './reporter.ts';
import { unknown, type Value } from './values.ts';

/** Works things out once, by their names, and finds those that depend on themselves. */
export interface Settler {
  /** Null within itself, after the cycle has been reported. */
  readonly once: <T>(name: string, span: Span, run: () => T) => T | null;
  /** What goes wrong is reported and the value unknown. */
  readonly value: (name: string, span: Span, run: () => Value) => Value;
}

export function createSettler(reporter: Reporter, budget: Budget): Settler {
  const settled = new Map<string, unknown>();
  const busy = new Set<string>();

  function once<T>(name: string, span: Span, run: () => T): T | null {
    if (settled.has(name)) return settled.get(name) as T;
    if (busy.has(name)) {
      const circle = [...busy, name]
        .slice([...busy].indexOf(name))
        .slice(0, 10)
        .join(' → ');
      reporter.report('error', `This depends on itself: ${circle}.`, span);
      return null;
    }
    busy.add(name);
    try {
      const result = budget.nest(run);
      settled.set(name, result);
      return result;
    } finally {
      busy.delete(name);
    }
  }

  return {
    once,
    value: (name, span, run) =>
      once(name, span, () => reporter.attempt(span, run, () => failed(span))) ?? unknown('it depends on itself', span),
  };
}
