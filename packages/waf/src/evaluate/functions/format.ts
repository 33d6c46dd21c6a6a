import { formatNumber, toText } from '../convert.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { toPlain } from '../plain.ts';
import type { Value } from '../values.ts';
import { boolOf, checkLength, integerOf, numberOf, textOf } from './function.ts';

const VERB = /%(?:%|(\[\d+\])?([-+# 0]*)(\d*)(?:\.(\d+))?([a-zA-Z]))/g;
const MAX_WIDTH = 1000;

/** @see https://developer.hashicorp.com/terraform/language/functions/format */
export function formatText(format: string, values: readonly Value[]): string {
  let next = 0;
  let length = format.length;
  const text = format.replace(
    VERB,
    (whole, at: string | undefined, flags = '', width = '', precision?: string, verb = '') => {
      if (whole === '%%') return '%';
      const index = at === undefined ? next : Number(at.slice(1, -1)) - 1;
      next = index + 1;
      const value = values[index];
      if (value === undefined) throw new EvaluationError(`There is no value for \`${whole}\`.`);
      const written = pad(write(value, verb as string, String(flags), precision), String(flags), Number(width));
      length += written.length;
      checkLength(length);
      return written;
    },
  );
  if (next < values.length && !format.includes('%['))
    throw new EvaluationError(`The format uses ${next} of ${values.length} values.`);
  return text;
}

function write(value: Value, verb: string, flags: string, precision: string | undefined): string {
  const digits = precision === undefined ? undefined : Math.min(Number(precision), 100);
  switch (verb) {
    case 's':
      return cut(textOf(value), digits);
    case 'q':
      return JSON.stringify(textOf(value));
    case 't':
      return String(boolOf(value));
    case 'v':
      return value.kind === 'list' ||
        value.kind === 'set' ||
        value.kind === 'map' ||
        value.kind === 'object' ||
        value.kind === 'null'
        ? JSON.stringify(toPlain(value))
        : textOf(toText(value));
    case 'd':
      return sign(formatNumber(integerOf(value)), flags);
    case 'b':
      return sign(integerOf(value).toString(2), flags);
    case 'o':
      return sign(integerOf(value).toString(8), flags);
    case 'x':
      return sign(integerOf(value).toString(16), flags);
    case 'X':
      return sign(integerOf(value).toString(16).toUpperCase(), flags);
    case 'f':
      return sign(numberOf(value).toFixed(digits ?? 6), flags);
    case 'e':
      return sign(
        numberOf(value)
          .toExponential(digits ?? 6)
          .replace(/e([+-])(\d)$/, 'e$10$2'),
        flags,
      );
    case 'g':
      return sign(
        digits === undefined
          ? String(numberOf(value))
          : String(Number(numberOf(value).toPrecision(Math.max(1, digits)))),
        flags,
      );
    default:
      throw new EvaluationError(`\`%${verb}\` is no format.`);
  }
}

function cut(text: string, length: number | undefined): string {
  return length === undefined ? text : Array.from(text).slice(0, length).join('');
}

function sign(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  if (flags.includes('+')) return `+${text}`;
  return flags.includes(' ') ? ` ${text}` : text;
}

function pad(text: string, flags: string, width: number): string {
  const length = Math.min(width, MAX_WIDTH);
  if (flags.includes('-')) return text.padEnd(length);
  if (!flags.includes('0')) return text.padStart(length);
  const [, mark = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  return mark + digits.padStart(length - mark.length, '0');
}
