import type { Span } from '../../hcl/span.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { derived, findUnknown, mark, unknown, type Value, weightOf } from '../values.ts';
import { collectionFunctions } from './collection.ts';
import { conversionFunctions } from './conversion.ts';
import { encodingFunctions } from './encoding.ts';
import { fileFunctions } from './files.ts';
import type { FunctionContext, LanguageFunction } from './function.ts';
import { hashFunctions } from './hash.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

const functions = new Map<string, LanguageFunction>(
  Object.entries({
    ...numericFunctions,
    ...textFunctions,
    ...collectionFunctions,
    ...encodingFunctions,
    ...hashFunctions,
    ...networkFunctions,
    ...conversionFunctions,
    ...fileFunctions,
    ...timeFunctions,
  }),
);

/** Functions of Terraform that are not worked out here, with the reason. */
const NOT_WORKED_OUT = new Map<string, string>([
  ['timestamp', 'the time of the run'],
  ['plantimestamp', 'the time of the plan'],
  ['uuid', 'a random value'],
  ['bcrypt', 'a random value'],
  ...['abspath', 'base64gzip', 'fileset', 'rsadecrypt', 'textdecodebase64', 'textencodebase64'].map(
    (name) => [name, `${name}() is not worked out`] as const,
  ),
]);

/** The functions that are worked out, by name. */
export const functionNames: readonly string[] = [...functions.keys()].toSorted();

/** Calls a function of the language by its name. */
export function callFunction(name: string, args: readonly Value[], span: Span, context: FunctionContext): Value {
  const plainName = name.startsWith('core::') ? name.slice('core::'.length) : name;
  if (plainName.startsWith('provider::')) return unknown(`${plainName}() belongs to a provider`, span);
  const reason = NOT_WORKED_OUT.get(plainName);
  if (reason !== undefined) return unknown(reason, span);
  const found = functions.get(plainName);
  if (found === undefined) throw new EvaluationError(`There is no function ${plainName}.`, span);
  const { min, max, unknowns, run } = found;
  if (args.length < min || args.length > max) {
    throw new EvaluationError(`${plainName}() takes ${describeCount(min, max)}, not ${args.length}.`, span);
  }
  const isSensitive = args.some(({ sensitive }) => sensitive);
  if (unknowns !== 'none') {
    for (const arg of args) {
      const missing = unknowns === 'deep' ? findUnknown(arg) : arg.kind === 'unknown' ? arg : null;
      if (missing !== null) return mark(derived(missing), isSensitive);
    }
  }
  context.spend(args.reduce((sum, arg) => sum + weightOf(arg), 1));
  const result = runGuarded(() => run(args, context));
  const marked = plainName === 'nonsensitive' || plainName === 'issensitive' ? result : mark(result, isSensitive);
  return marked.span === null ? { ...marked, span } : marked;
}

/** What the runtime refuses to make is too large. */
function runGuarded(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new EvaluationError('The result grows too large.');
    throw error;
  }
}

function describeCount(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return `at least ${min} ${min === 1 ? 'argument' : 'arguments'}`;
  return min === max ? `${min} ${min === 1 ? 'argument' : 'arguments'}` : `${min} to ${max} arguments`;
}
