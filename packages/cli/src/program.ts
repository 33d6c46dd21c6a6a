import { renderCommandHelp, renderGroupHelp, renderProgramHelp } from './command/help.ts';
import { HOOK_WORD, toHookWords } from './command/hook.ts';
import { WAFPASS_WORD } from './command/wafpass-word.ts';
import { parseCommandArguments } from './command/parse.ts';
import { toParsedArguments } from './command/parsed-arguments.ts';
import { COMMANDS, COMMAND_GROUPS, membersOf } from './command/registry.ts';
import type { CommandSpec } from './command/spec.ts';
import { didYouMean, seeHelp } from './command/suggest.ts';
import { describeFailure } from './failure.ts';
import { EXIT } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { dotEnvPath, toEnvironment } from './io/environment.ts';
import { tell } from './io/io.ts';
import type { Io } from './io/io.ts';
import { PRODUCT_VERSION } from './version.ts';

/**
 * Runs the command line given as words after the program's name.
 * @returns the exit status; never throws, every failure becomes lines on stderr and a status
 */
export async function runProgram(given: readonly string[], io: Io): Promise<ExitCode> {
  if (given[0] === WAFPASS_WORD) return (await import('./wafpass.ts')).runWafpass(given.slice(1), io, runProgram);
  const words = given[0] === HOOK_WORD ? toHookWords(given.slice(1)) : given;
  const found = findCommand(words);
  try {
    return found === undefined ? await runRoot(words, io) : await runCommand(found.spec, found.rest, io);
  } catch (error) {
    const { lines, exitCode } = describeFailure(error, errorPrefix(found?.spec), io.env);
    for (const line of lines) await tell(io, line);
    return exitCode;
  }
}

function errorPrefix(spec: CommandSpec | undefined): string {
  return spec?.errorPrefix ?? `${spec?.name ?? 'securescan'}: `;
}

interface FoundCommand {
  readonly spec: CommandSpec;
  readonly rest: readonly string[];
}

function findCommand(words: readonly string[]): FoundCommand | undefined {
  for (const spec of COMMANDS) {
    const name = spec.name.split(' ');
    if (name.every((word, i) => words[i] === word)) return { spec, rest: words.slice(name.length) };
  }
  return undefined;
}

async function runCommand(spec: CommandSpec, rest: readonly string[], io: Io): Promise<ExitCode> {
  const optionWords = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (optionWords.includes('--help') || optionWords.includes('-h')) {
    await io.stdout.write(renderCommandHelp(spec, helpWidth(io)));
    return EXIT.ok;
  }
  const args = parseCommandArguments(spec, rest);
  const [run, ready] = await Promise.all([spec.load(), withDotEnv(io)]);
  return run(args, ready);
}

/** Lays the process's variables over those of the user's `.env` file; a missing or unreadable file is no error. */
async function withDotEnv(io: Io): Promise<Io> {
  const { readDotEnv } = await import('./io/dot-env.ts');
  const variables = await readDotEnv(dotEnvPath(io.env)).catch(() => ({}));
  return { ...io, env: toEnvironment({ ...variables, ...io.env.all }) };
}

async function runRoot(words: readonly string[], io: Io): Promise<ExitCode> {
  const [first] = words;
  if (first === '--help' || first === '-h' || first === 'help') return runHelp(words.slice(1), io);
  if (first === '--version' || first === '-V') {
    await io.stdout.write(`securescan ${PRODUCT_VERSION}\n`);
    return EXIT.ok;
  }
  if (first === '--install-completion' || first === '--show-completion') {
    const { run } = await import('./run/completion.ts');
    const install = first === '--install-completion';
    return run(toParsedArguments(words.slice(1), new Map(install ? [['install', ['']]] : [])), io);
  }
  if (first === undefined) {
    await io.stdout.write(renderProgramHelp(helpWidth(io)));
    await tell(io, 'securescan: missing command; see the list above, or start with: securescan scan .');
    return EXIT.badInput;
  }
  return runGroupOrFail(words, io);
}

async function runHelp(words: readonly string[], io: Io): Promise<ExitCode> {
  const found = findCommand(words);
  const group = findGroup(words);
  const text =
    found === undefined
      ? group === undefined
        ? renderProgramHelp(helpWidth(io))
        : renderGroupHelp(group, helpWidth(io))
      : renderCommandHelp(found.spec, helpWidth(io));
  await io.stdout.write(text);
  return EXIT.ok;
}

/** The longest group that the words begin with: `waf controls` rather than `waf`. */
function findGroup(words: readonly string[]): string | undefined {
  return COMMAND_GROUPS.findLast(({ name }) => name.split(' ').every((word, i) => words[i] === word))?.name;
}

async function runGroupOrFail(words: readonly string[], io: Io): Promise<ExitCode> {
  const [first = ''] = words;
  const group = findGroup(words);
  if (group !== undefined) {
    const second = words[group.split(' ').length];
    if (second === undefined || second === '--help' || second === '-h') {
      await io.stdout.write(renderGroupHelp(group, helpWidth(io)));
      return second === undefined ? EXIT.badInput : EXIT.ok;
    }
    const problem = `securescan: unknown command '${group} ${second}'${didYouMean(second, membersOf(group))}`;
    await tell(io, problem + seeHelp(problem, group));
    return EXIT.badInput;
  }
  const names = [...new Set([...COMMANDS.map(({ name }) => name), ...COMMAND_GROUPS.map(({ name }) => name)])];
  const kind = first.startsWith('-') ? 'option' : 'command';
  const candidates = kind === 'option' ? ['--help', '--version', '--install-completion', '--show-completion'] : names;
  const problem = `securescan: unknown ${kind} '${first}'${didYouMean(first, candidates)}`;
  await tell(io, problem + seeHelp(problem));
  return EXIT.badInput;
}

/** Width of help: that of the terminal, at most 110; 100 on a pipe. */
function helpWidth(io: Io): number {
  return Math.max(40, Math.min(io.stdout.columns() ?? 100, 110));
}
