import { EvaluationError } from '../evaluation-error.ts';
import { number } from '../values.ts';
import { type FunctionTable, integerOf, type LanguageFunction, numberOf, takes, textOf } from './function.ts';

const MANY = Number.POSITIVE_INFINITY;

function onNumber(run: (value: number) => number): LanguageFunction {
  return takes(1, 1, ([value]) => finite(run(numberOf(value))));
}

function finite(value: number) {
  if (Number.isFinite(value)) return number(value === 0 ? 0 : value);
  throw new EvaluationError('The result is no finite number.');
}

export const numericFunctions: FunctionTable = {
  abs: onNumber(Math.abs),
  ceil: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
  signum: onNumber(Math.sign),
  log: takes(2, 2, ([value, base]) => finite(Math.log(numberOf(value)) / Math.log(numberOf(base)))),
  pow: takes(2, 2, ([value, power]) => finite(numberOf(value) ** numberOf(power))),
  max: takes(1, MANY, (values) => number(values.map(numberOf).reduce((a, b) => Math.max(a, b)))),
  min: takes(1, MANY, (values) => number(values.map(numberOf).reduce((a, b) => Math.min(a, b)))),
  parseint: takes(2, 2, ([value, base]) => {
    const text = textOf(value);
    const radix = integerOf(base);
    if (radix < 2 || radix > 36) throw new EvaluationError(`A base is between 2 and 36, not ${radix}.`);
    const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix);
    if (!new RegExp(`^-?[${digits}]+$`, 'i').test(text))
      throw new EvaluationError(`This is no whole number in base ${radix}.`);
    return finite(Number.parseInt(text, radix));
  }),
};
