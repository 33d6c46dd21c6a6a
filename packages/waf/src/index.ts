export type { Diagnostic } from './hcl/diagnostic.ts';
export { parseHclJson } from './hcl/json.ts';
export { type ParsedFile, parseHcl } from './hcl/parse-hcl.ts';
export type { Position } from './hcl/source-text.ts';
export type { Span } from './hcl/span.ts';
export type { Attribute, Block, Body, Expression, Label } from './hcl/tree.ts';
export type { EvaluationLimits } from './evaluate/budget.ts';
export type {
  EvaluatedAttribute,
  EvaluatedBlock,
  EvaluatedBody,
  EvaluatedObject,
  InstanceKey,
} from './evaluate/evaluated.ts';
export {
  type ConfigurationFile,
  type EvaluatedModule,
  evaluateModule,
  type EvaluationOptions,
  findRootModules,
  isConfiguration,
  type ModuleInput,
} from './evaluate/evaluate-module.ts';
export { functionNames } from './evaluate/functions/call-function.ts';
export { toPlain } from './evaluate/plain.ts';
export type { Value } from './evaluate/values.ts';
