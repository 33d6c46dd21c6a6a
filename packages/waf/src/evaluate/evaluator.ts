import { parseHclJson } from '../hcl/json.ts';
import { type ParsedFile, parseHcl, parseTemplate } from '../hcl/parse-hcl.ts';
import { createSource } from '../hcl/source-text.ts';
import { Span } from '../hcl/span.ts';
import { createBudget, DEFAULT_EVALUATION_LIMITS, type EvaluationLimits } from './budget.ts';
import type { ConfigurationFile, ConfigurationTree } from './configuration-tree.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluatedObject } from './evaluated.ts';
import { BudgetError, EvaluationError } from './evaluation-error.ts';
import { callFunction } from './functions/call-function.ts';
import type { FunctionContext } from './functions/function.ts';
import { readInputValues } from './input-values.ts';
import { createModule, type Evaluation } from './module.ts';
import { joinPath } from './module-paths.ts';
import { collectModule, type ModuleSource } from './module-source.ts';
import { applyOverrides, isOverride } from './override.ts';
import { NONE } from './references.ts';
import type { Reporter } from './reporter.ts';
import { extend, type Scope } from './scope.ts';
import { string, unknown } from './values.ts';

export interface EvaluationOptions {
  /** Values for variables of the root module, as JSON has them; they win over those of files. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** More files with values (`*.tfvars`), by their paths; later ones win. */
  readonly variableFiles?: readonly string[];
  /** The value of `terraform.workspace`, which is unknown unless given. */
  readonly workspace?: string;
  readonly limits?: Partial<EvaluationLimits>;
}

/** Evaluates the modules of one tree; each file is parsed once. */
export interface Evaluator {
  readonly evaluate: (directory: string) => readonly EvaluatedObject[];
  /** Whether a folder has been read, as a root module or as one that is called. */
  readonly isLoaded: (directory: string) => boolean;
}

const STEPS_PER_CHARACTER = 5;

export function createEvaluator(tree: ConfigurationTree, options: EvaluationOptions, reporter: Reporter): Evaluator {
  const budget = createBudget({ ...DEFAULT_EVALUATION_LIMITS, maxSteps: stepsFor(tree), ...options.limits });

  const read = ({ path, text }: ConfigurationFile): ParsedFile['body'] => {
    const { body, diagnostics } = path.endsWith('.json') ? parseHclJson(text, path) : parseHcl(text, path);
    reporter.add(diagnostics);
    return body;
  };
  const loaded = new Map<string, ModuleSource>();
  const load = (folder: string): ModuleSource | null => {
    const known = loaded.get(folder);
    const own = tree.configuration.get(folder);
    if (known !== undefined || own === undefined) return known ?? null;
    const bodies = own.filter(({ path }) => !isOverride(path)).map(read);
    const overrides = own.filter(({ path }) => isOverride(path)).map(read);
    const source = collectModule(folder, applyOverrides(bodies, overrides), reporter);
    loaded.set(folder, source);
    return source;
  };

  const call = (folder: string): Scope['call'] => {
    const context: FunctionContext = {
      spend: budget.spend,
      readFile: (path) => {
        const full = joinPath(path.startsWith(`${folder}/`) && folder !== '' ? '' : folder, path);
        return full === null ? null : (tree.texts.get(full) ?? tree.texts.get(path) ?? null);
      },
      renderTemplate: (text, file, variables) => {
        const { expression, problem } = parseTemplate(createSource(file, text));
        if (problem !== null) throw new EvaluationError(`${file}: ${problem.message}`);
        return budget.nest(() => evaluate(expression, extend(empty, variables.entries)));
      },
    };
    const empty: Scope = {
      budget,
      resolve: () => null,
      resolveOutput: () => null,
      lookUp: (name, span) => {
        throw new EvaluationError(`There is no value named ${name} here.`, span);
      },
      call: (name, args, span) => callFunction(name, args, span, context),
    };
    return empty.call;
  };

  const workspace = options.workspace === undefined ? unknown('the workspace is not given') : string(options.workspace);
  const evaluation: Evaluation = { reporter, budget, load, call, workspace };

  return {
    isLoaded: (directory) => loaded.has(directory),
    evaluate: (directory) => {
      const objects: EvaluatedObject[] = [];
      try {
        const values = readInputValues(tree, directory, options, evaluation);
        const root = load(directory) ?? collectModule(directory, [], reporter);
        const input = (name: string) => values.get(name) ?? null;
        createModule(root, { address: '', input, references: () => NONE, ancestors: [] }, evaluation).collectObjects(
          objects,
        );
      } catch (error) {
        if (!(error instanceof BudgetError)) throw error;
        const [file] = tree.configuration.get(directory) ?? [];
        const span = new Span(createSource(file?.path ?? directory, ''), 0, 0);
        reporter.report('error', error.message, error.span ?? span);
      }
      return objects;
    },
  };
}

/** Much code may take many steps; what the limit is there for is little code that does. */
function stepsFor({ configuration }: ConfigurationTree): number {
  let length = 0;
  for (const files of configuration.values()) for (const { text } of files) length += text.length;
  return DEFAULT_EVALUATION_LIMITS.maxSteps + STEPS_PER_CHARACTER * length;
}
