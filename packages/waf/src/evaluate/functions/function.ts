import { toBool, toNumber, toText, typeName } from '../convert.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { type ListValue, list, type MapValue, string, type Value } from '../values.ts';

/** What functions may ask of the world. */
export interface FunctionContext {
  /** The text of a file, by the path as written; null when it is not to be had. */
  readonly readFile: (path: string) => string | null;
  /** Works out a text as a template with these variables. */
  readonly renderTemplate: (text: string, file: string, variables: MapValue) => Value;
  readonly spend: (steps: number) => void;
}

export interface LanguageFunction {
  readonly min: number;
  readonly max: number;
  /** Which unknown arguments make the result unknown: any at any depth, or only those that are unknown as a whole. */
  readonly unknowns: 'deep' | 'shallow' | 'none';
  readonly run: (args: readonly Value[], context: FunctionContext) => Value;
}

type Run = LanguageFunction['run'];
export type FunctionTable = Readonly<Record<string, LanguageFunction>>;

/** A function that needs its arguments known as a whole. */
export function takes(min: number, max: number, run: Run): LanguageFunction {
  return { min, max, unknowns: 'deep', run };
}

/** A function that works with elements that are unknown. */
export function takesParts(min: number, max: number, run: Run): LanguageFunction {
  return { min, max, unknowns: 'shallow', run };
}

/** A function that looks at its arguments itself. */
export function takesAny(min: number, max: number, run: Run): LanguageFunction {
  return { min, max, unknowns: 'none', run };
}

export function textOf(value: Value | undefined): string {
  const text = value === undefined ? null : toText(value);
  if (text?.kind === 'string') return text.value;
  throw new EvaluationError('An argument that shall be a text is null.', value?.span ?? null);
}

export function numberOf(value: Value | undefined): number {
  const found = value === undefined ? null : toNumber(value);
  if (found?.kind === 'number') return found.value;
  throw new EvaluationError('An argument that shall be a number is null.', value?.span ?? null);
}

export function integerOf(value: Value | undefined): number {
  const found = numberOf(value);
  if (Number.isInteger(found)) return found;
  throw new EvaluationError(`${found} is no whole number.`, value?.span ?? null);
}

export function boolOf(value: Value | undefined): boolean {
  const found = value === undefined ? null : toBool(value);
  if (found?.kind === 'bool') return found.value;
  throw new EvaluationError('An argument that shall be true or false is null.', value?.span ?? null);
}

export function listOf(value: Value | undefined): ListValue {
  if (value?.kind === 'list' || value?.kind === 'set') return value;
  throw new EvaluationError(`A ${value === undefined ? 'null' : typeName(value)} is no list.`, value?.span ?? null);
}

export function mapOf(value: Value | undefined): MapValue {
  if (value?.kind === 'map' || value?.kind === 'object') return value;
  throw new EvaluationError(`A ${value === undefined ? 'null' : typeName(value)} is no map.`, value?.span ?? null);
}

export function textsOf(value: Value | undefined): readonly string[] {
  return listOf(value).items.map(textOf);
}

export function texts(values: readonly string[]): Value {
  return list(values.map((value) => string(value)));
}

/** A function of one text that gives a text. */
export function onText(run: (text: string) => string): LanguageFunction {
  return takes(1, 1, ([value]) => string(run(textOf(value))));
}

const MAX_TEXT = 2_000_000;

/** Refuses a text before it is made. */
export function checkLength(length: number): void {
  if (length > MAX_TEXT) throw new EvaluationError(`The text would have more than ${MAX_TEXT} characters.`);
}
