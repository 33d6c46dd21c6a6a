import type { Diagnostic } from '../hcl/diagnostic.ts';
import { type ConfigurationFile, createTree, rootsOf } from './configuration-tree.ts';
import type { EvaluatedObject } from './evaluated.ts';
import { createEvaluator, type EvaluationOptions } from './evaluator.ts';
import { createReporter } from './reporter.ts';

export type { ConfigurationFile } from './configuration-tree.ts';

export interface ModuleInput {
  /** The whole tree as far as it matters: the modules that are called, and files that functions read, too. */
  readonly files: readonly ConfigurationFile[];
  /** Folder of the root module, the top of the tree unless given. */
  readonly directory?: string;
}

export interface EvaluatedModule {
  /** Resources, data sources, providers, modules, variables, outputs and the rest, those of called modules included. */
  readonly objects: readonly EvaluatedObject[];
  /** Syntax errors and what could not be worked out. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface EvaluatedTree {
  /** Root modules by their folders, in order. */
  readonly modules: readonly { readonly directory: string; readonly objects: readonly EvaluatedObject[] }[];
  readonly diagnostics: readonly Diagnostic[];
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
  const evaluator = createEvaluator(createTree(files), options, reporter);
  return { objects: evaluator.evaluate(directory), diagnostics: reporter.diagnostics };
}

/**
 * Like `evaluateModule` for all root modules of a tree. They share the limits, and every folder with configuration is
 * read: one that only seemed to be called is a root module.
 */
export function evaluateTree(files: readonly ConfigurationFile[], options: EvaluationOptions = {}): EvaluatedTree {
  const reporter = createReporter();
  const tree = createTree(files);
  const evaluator = createEvaluator(tree, options, reporter);
  const modules: EvaluatedTree['modules'][number][] = [];
  const add = (directory: string): void => {
    modules.push({ directory, objects: evaluator.evaluate(directory) });
  };
  for (const directory of rootsOf(tree)) add(directory);
  for (const directory of tree.configuration.keys()) if (!evaluator.isLoaded(directory)) add(directory);
  return { modules, diagnostics: reporter.diagnostics };
}
