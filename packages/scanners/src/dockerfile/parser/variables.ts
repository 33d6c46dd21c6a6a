import type { Instruction } from './instruction.ts';
import { splitWords } from './words.ts';

/** One `name=value` of ENV, ARG or LABEL; null where no value is given. */
export interface Assignment {
  readonly key: string;
  readonly value: string | null;
  readonly line: number;
}

/** Reads the assignments of ENV and ARG, the old form `ENV name value` included. */
export function parseAssignments(instruction: Instruction): readonly Assignment[] {
  const words = splitWords(instruction.text);
  const first = words[0];
  if (first === undefined) return [];
  if (instruction.keyword === 'ENV' && !first.text.includes('=')) {
    const value = instruction.text.slice(first.offset + first.text.length).trim();
    return [{ key: first.text, value, line: instruction.lineOf(first.offset) }];
  }
  return words.map(({ text, offset }) => {
    const equals = text.indexOf('=');
    return {
      key: equals === -1 ? text : text.slice(0, equals),
      value: equals === -1 ? null : text.slice(equals + 1),
      line: instruction.lineOf(offset),
    };
  });
}

/** Fills in `$name`, `${name}`, `${name:-default}` and `${name-default}`; what is not known stays as it is. */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, fallback?: string) =>
      values.get(plain ?? braced ?? '') ?? fallback ?? whole,
  );
}
