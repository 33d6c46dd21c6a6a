import { parseVariablesJson } from '../hcl/json.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import { createSource } from '../hcl/source-text.ts';
import { Span } from '../hcl/span.ts';
import type { ConfigurationFile, ConfigurationTree } from './configuration-tree.ts';
import { evaluate } from './evaluate.ts';
import { BudgetError, EvaluationError } from './evaluation-error.ts';
import type { EvaluationOptions } from './evaluator.ts';
import type { Evaluation } from './module.ts';
import { fromPlain } from './plain.ts';
import type { Scope } from './scope.ts';
import type { Value } from './values.ts';

/** The values of a root module's variables: of files beside it, then of named files, then of the options. */
export function readInputValues(
  tree: ConfigurationTree,
  directory: string,
  options: EvaluationOptions,
  { reporter, budget, call }: Evaluation,
): ReadonlyMap<string, Value> {
  const nowhere = new Span(createSource('variables', ''), 0, 0);
  const found = new Map<string, Value>();
  const named = (options.variableFiles ?? []).flatMap((path): readonly ConfigurationFile[] => {
    const text = tree.texts.get(path);
    if (text !== undefined) return [{ path, text }];
    reporter.report(
      'error',
      'There is no such file with values for variables.',
      new Span(createSource(path, ''), 0, 0),
    );
    return [];
  });
  const nothing: Scope = {
    budget,
    call: call(directory),
    resolve: () => null,
    resolveOutput: () => null,
    lookUp: (name, span) => {
      throw new EvaluationError(`A file of values holds no references, so no ${name}.`, span);
    },
  };
  for (const { path, text } of [...(tree.values.get(directory) ?? []), ...named]) {
    const { body, diagnostics } = path.endsWith('.json') ? parseVariablesJson(text, path) : parseHcl(text, path);
    reporter.add(diagnostics);
    for (const { name, value, span } of body.attributes) {
      reporter.attempt(
        span,
        () => void found.set(name, evaluate(value, nothing)),
        () => undefined,
      );
    }
  }
  for (const [name, value] of Object.entries(options.variables ?? {})) {
    reporter.attempt(
      nowhere,
      () => void found.set(name, fromGiven(value)),
      () => undefined,
    );
  }
  return found;
}

function fromGiven(value: unknown): Value {
  try {
    return fromPlain(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BudgetError(`A value that is given has ${error.message}.`);
  }
}
