import { evaluateModule, type EvaluatedModule } from '../src/evaluate/evaluate-module.ts';
import type { EvaluationOptions } from '../src/evaluate/evaluator.ts';
import { toPlain } from '../src/evaluate/plain.ts';
import type { EvaluatedBody } from '../src/evaluate/evaluated.ts';
import type { Value } from '../src/evaluate/values.ts';

/** Evaluates a tree given as path and text. */
export function evaluateTree(
  files: Readonly<Record<string, string>>,
  options: EvaluationOptions = {},
): EvaluatedModule {
  return evaluateModule({ files: Object.entries(files).map(([path, text]) => ({ path, text })) }, options);
}

/** A value as JSON, unknown ones as `?reason`. */
export function showValue(value: Value): unknown {
  if (value.kind === 'unknown') return `?${value.reason}`;
  if (value.kind === 'list' || value.kind === 'set') return value.items.map(showValue);
  if (value.kind === 'map' || value.kind === 'object') {
    return Object.fromEntries([...value.entries].map(([name, item]) => [name, showValue(item)]));
  }
  return toPlain(value);
}

/** Arguments and blocks as JSON. */
export function showBody({ attributes, blocks }: EvaluatedBody): unknown {
  return {
    ...Object.fromEntries([...attributes].map(([name, { value }]) => [name, showValue(value)])),
    ...Object.fromEntries(
      [...Map.groupBy(blocks, ({ type }) => type)].map(([type, list]) => [
        type,
        list.map((block) => (block.uncertain === null ? showBody(block) : `${block.uncertain}?`)),
      ]),
    ),
  };
}

/** Resources by address. */
export function showResources({ objects }: EvaluatedModule): unknown {
  return Object.fromEntries(
    objects.filter(({ kind }) => kind === 'resource').map((one) => [one.address, showBody(one)]),
  );
}

export function showProblems({ diagnostics }: EvaluatedModule): readonly string[] {
  return diagnostics.map(({ message, span }) => `${span.file}:${span.start.line}:${span.start.column} ${message}`);
}
