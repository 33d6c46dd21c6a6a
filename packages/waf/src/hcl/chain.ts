import type { Expression } from './tree.ts';

/** What follows a name: `.name`, `["name"]` and `[0]` as texts and numbers, any other key as its expression. */
export type ChainStep = string | number | Expression;

/** A reference such as `aws_x.y[0].id`, taken apart. */
export interface Chain {
  readonly root: string;
  readonly steps: readonly ChainStep[];
}

/** Null for an expression that is no chain of names and keys. */
export function chainOf(expression: Expression): Chain | null {
  const steps: ChainStep[] = [];
  let current = expression;
  for (;;) {
    if (current.kind === 'variable') return { root: current.name, steps: steps.toReversed() };
    if (current.kind === 'member') {
      steps.push(current.name);
      current = current.source;
    } else if (current.kind === 'index') {
      const { key } = current;
      const isPlain = key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number');
      steps.push(isPlain ? key.value : key);
      current = current.source;
    } else {
      return null;
    }
  }
}
