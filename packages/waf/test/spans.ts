import { Span } from '../src/hcl/span.ts';

/** All spans in a tree. */
export function spansOf(node: unknown): readonly Span[] {
  const found: Span[] = [];
  const open: unknown[] = [node];
  while (open.length > 0) {
    const next = open.pop();
    if (next instanceof Span) found.push(next);
    else if (typeof next === 'object' && next !== null) open.push(...Object.values(next));
  }
  return found;
}
