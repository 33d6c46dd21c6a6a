import { classifyChanges } from '@securescan/core';
import { testVectors } from '@securescan/testkit';
import { renderers } from '../src/index.ts';
import { OPTIONS, makeChange } from './sample.ts';
import { textOf, toFindings, type VectorFinding } from './vector-finding.ts';

interface CompareInput {
  readonly mode: 'diff' | 'compare';
  readonly old: readonly VectorFinding[];
  readonly new: readonly VectorFinding[];
  readonly show_suppressed: boolean;
}

testVectors<CompareInput, unknown>('compare', (input) => {
  const changes = classifyChanges(toFindings(input.old), toFindings(input.new));
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const report = makeChange({ mode: input.mode, ...changes });
  return {
    new: ids(changes.added),
    gone: ids(changes.removed),
    unchanged: ids(changes.unchanged),
    text: textOf(renderers.text.renderChange(report, { ...OPTIONS, showSuppressed: input.show_suppressed })),
  };
});
