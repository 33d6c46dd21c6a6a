import type { Io } from '../io/io.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { ParsedArguments } from './parsed-arguments.ts';

/** Heading under which `--help` and the reference page list an option. */
export const OPTION_GROUPS = [
  'What to scan',
  'Comparison',
  'Report',
  'GitHub',
  'Gates',
  'Suppression',
  'Running',
  'Options',
] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** One option; parsing, `--help`, completion and the reference page all come from it. */
export interface OptionSpec {
  /** Long name without dashes. */
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value; without it the option is a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly description: string;
  /** What happens when it is not given, as shown to people. */
  readonly default?: string;
  /** Values offered by completion and shown in the help; the command itself checks them. */
  readonly choices?: readonly string[];
  /** Variable that stands in for it. */
  readonly environment?: string;
  readonly completes?: 'file' | 'directory' | 'scanner';
  /** For our own entries; not listed anywhere. */
  readonly hidden?: boolean;
  readonly group: OptionGroup;
}

/** One positional argument. */
export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Takes all words that are left; only for the last one. */
  readonly repeatable?: boolean;
  readonly default?: string;
  readonly completes?: 'file' | 'directory' | 'tool' | 'shell';
}

export interface ExampleSpec {
  readonly command: string;
  readonly note: string;
}

/** Runs a command; throws SecureScanError for what it cannot do. */
export type CommandRun = (args: ParsedArguments, io: Io) => Promise<ExitCode>;

/** A command as data. Its code is loaded only when it is run, so that `--help` starts at once. */
export interface CommandSpec {
  /** Words after `securescan`: `scan`, `config validate`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Further sentences for its own help. */
  readonly description?: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly ExampleSpec[];
  /** What its error lines start with; default is the name and a colon. */
  readonly errorPrefix?: string;
  load(): Promise<CommandRun>;
}
