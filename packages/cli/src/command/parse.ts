import { parseArgs } from 'node:util';
import type { ParsedArguments } from './parsed-arguments.ts';
import { toParsedArguments } from './parsed-arguments.ts';
import type { CommandSpec } from './spec.ts';
import { didYouMean, seeHelp } from './suggest.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads the words after a command's name. Options may stand anywhere, `--opt value` and `--opt=value` mean the same, and
 * `--` ends options.
 * @throws UsageError naming the word and how to mend it
 */
export function parseCommandArguments(spec: CommandSpec, words: readonly string[]): ParsedArguments {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      spec.options.map(({ name, short, value }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', multiple: true, ...(short === undefined ? {} : { short }) },
      ]),
    ),
  });
  const positionals: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    else if (token.kind === 'option') {
      const values = given.get(token.name) ?? [];
      values.push(checkOption(spec, token));
      given.set(token.name, values);
    }
  }
  checkPositionals(spec, positionals);
  return toParsedArguments(positionals, given);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checkOption(spec: CommandSpec, token: OptionToken): string {
  const option = spec.options.find(({ name }) => name === token.name);
  if (option === undefined) {
    const names = [...spec.options.filter(({ hidden }) => hidden !== true).map(({ name }) => `--${name}`), '--help'];
    fail(`unknown option ${token.rawName}${didYouMean(token.rawName, names)}`, spec);
  }
  if (option.value === undefined) {
    if (token.value !== undefined) fail(`option ${token.rawName} takes no value`, spec);
    return '';
  }
  const { value } = token;
  const isOption = value !== undefined && token.inlineValue !== true && isKnownOption(spec, value);
  if (value === undefined || isOption) fail(`option ${token.rawName} needs a value (${option.value})`, spec);
  return value;
}

function isKnownOption(spec: CommandSpec, word: string): boolean {
  return spec.options.some(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`));
}

function checkPositionals(spec: CommandSpec, positionals: readonly string[]): void {
  const missing = spec.arguments.slice(positionals.length).find(({ required }) => required);
  if (missing !== undefined) fail(`missing argument ${missing.name} (${missing.description})`, spec);
  const extra = positionals[spec.arguments.length];
  if (extra !== undefined && spec.arguments.at(-1)?.repeatable !== true) fail(`unexpected argument '${extra}'`, spec);
}

function fail(problem: string, spec: CommandSpec): never {
  throw new UsageError(`${problem}${seeHelp(problem, spec.name)}`);
}
