import { compareCodePoints } from '@securescan/model';
import type { Diagnostic } from '../hcl/diagnostic.ts';
import { parseHclJson, parseVariablesJson } from '../hcl/json.ts';
import { type ParsedFile, parseHcl, parseTemplate } from '../hcl/parse-hcl.ts';
import { createSource } from '../hcl/source-text.ts';
import { createBudget, DEFAULT_EVALUATION_LIMITS, type EvaluationLimits } from './budget.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluatedObject } from './evaluated.ts';
import { BudgetError, EvaluationError } from './evaluation-error.ts';
import { callFunction } from './functions/call-function.ts';
import type { FunctionContext } from './functions/function.ts';
import { createModule } from './module.ts';
import { folderOf, joinPath } from './module-paths.ts';
import { collectModule, type ModuleSource } from './module-source.ts';
import { applyOverrides, isOverride } from './override.ts';
import { fromPlain } from './plain.ts';
import { createReporter } from './reporter.ts';
import { extend, type Scope } from './scope.ts';
import { string, unknown, type Value } from './values.ts';

export interface ConfigurationFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface ModuleInput {
  /** The whole tree as far as it matters: the modules that are called, and files that functions read, too. */
  readonly files: readonly ConfigurationFile[];
  /** Folder of the root module, the top of the tree unless given. */
  readonly directory?: string;
}

export interface EvaluationOptions {
  /** Values for variables of the root module, as JSON has them; they win over those of files. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** More files with values (`*.tfvars`), by their paths; later ones win. */
  readonly variableFiles?: readonly string[];
  /** The value of `terraform.workspace`, which is unknown unless given. */
  readonly workspace?: string;
  readonly limits?: Partial<EvaluationLimits>;
}

export interface EvaluatedModule {
  /** Resources, data sources, providers, modules, variables, outputs and the rest, those of called modules included. */
  readonly objects: readonly EvaluatedObject[];
  /** Syntax errors and what could not be worked out. */
  readonly diagnostics: readonly Diagnostic[];
}

const CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$/;
const AUTOMATIC_VALUES = /(?:^|\/)(?:terraform\.tfvars|[^/]*\.auto\.tfvars)(?:\.json)?$/;

/** Whether a file is Terraform configuration. */
export function isConfiguration(path: string): boolean {
  return CONFIGURATION.test(path);
}

/** The folders with configuration that no other folder calls as a local module, in order; all when each is called. */
export function findRootModules(files: readonly ConfigurationFile[]): readonly string[] {
  const folders = new Set(files.filter(({ path }) => isConfiguration(path)).map(({ path }) => folderOf(path)));
  const called = new Set<string>();
  for (const { path, text } of files) {
    // A cheap look at the text is enough: what it takes for a call although it is none is called by nobody else.
    for (const [, source = ''] of isConfiguration(path)
      ? text.matchAll(/"?\bsource"?\s*[=:]\s*"(\.\.?(?:\/[^"\n$]*)?)"/g)
      : []) {
      const folder = joinPath(folderOf(path), source);
      if (folder !== null && folder !== folderOf(path)) called.add(folder);
    }
  }
  const roots = [...folders].filter((folder) => !called.has(folder));
  return (roots.length > 0 ? roots : [...folders]).toSorted(compareCodePoints);
}

/**
 * Reads a Terraform module with the local modules that it calls and works everything out that does not need a provider.
 * Never throws for what is in the files; what is unknown before a plan is an unknown value with the reason.
 */
export function evaluateModule(
  { files, directory = '' }: ModuleInput,
  options: EvaluationOptions = {},
): EvaluatedModule {
  const reporter = createReporter();
  const budget = createBudget({ ...DEFAULT_EVALUATION_LIMITS, ...options.limits });
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const byFolder = Map.groupBy(
    files.filter(({ path }) => isConfiguration(path)).toSorted((a, b) => compareCodePoints(a.path, b.path)),
    ({ path }) => folderOf(path),
  );

  const read = ({ path, text }: ConfigurationFile): ParsedFile['body'] => {
    const { body, diagnostics } = path.endsWith('.json') ? parseHclJson(text, path) : parseHcl(text, path);
    reporter.add(diagnostics);
    return body;
  };
  const loaded = new Map<string, ModuleSource>();
  const load = (folder: string): ModuleSource | null => {
    const known = loaded.get(folder);
    const own = byFolder.get(folder);
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
        return full === null ? null : (texts.get(full) ?? texts.get(path) ?? null);
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
      lookUp: (name, span) => {
        throw new EvaluationError(`There is no value named ${name} here.`, span);
      },
      call: (name, args, span) => callFunction(name, args, span, context),
    };
    return empty.call;
  };

  const values = readValues();
  const root = load(directory) ?? collectModule(directory, [], reporter);
  const workspace = options.workspace === undefined ? unknown('the workspace is not given') : string(options.workspace);
  const module = createModule(
    root,
    { address: '', input: (name) => values.get(name) ?? null, ancestors: [] },
    { reporter, budget, load, call, workspace },
  );
  const objects: EvaluatedObject[] = [];
  try {
    module.collectObjects(objects);
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    const span = error.span ?? [...root.resources.values(), ...root.modules.values(), ...root.others][0]?.span;
    if (span !== undefined) reporter.report('error', error.message, span);
  }
  return { objects, diagnostics: reporter.diagnostics };

  function readValues(): ReadonlyMap<string, Value> {
    const found = new Map<string, Value>();
    const automatic = files
      .filter(({ path }) => folderOf(path) === directory && AUTOMATIC_VALUES.test(path))
      .toSorted((a, b) => rank(a.path) - rank(b.path) || compareCodePoints(a.path, b.path));
    const named = (options.variableFiles ?? []).map((path) => ({ path, text: texts.get(path) ?? '' }));
    const nothing: Scope = {
      budget,
      call: call(directory),
      resolve: () => null,
      lookUp: (name, span) => {
        throw new EvaluationError(`A file of values holds no references, so no ${name}.`, span);
      },
    };
    for (const { path, text } of [...automatic, ...named]) {
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
    for (const [name, value] of Object.entries(options.variables ?? {})) found.set(name, fromPlain(value));
    return found;
  }
}

/** `terraform.tfvars` comes before the files that are read because of their names. */
function rank(path: string): number {
  return Number(!/(?:^|\/)terraform\.tfvars(?:\.json)?$/.test(path));
}
