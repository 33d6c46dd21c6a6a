/** Arguments after parsing, before a command gives them types and checks them. */
export interface ParsedArguments {
  readonly positionals: readonly string[];
  /** Whether a switch was given. */
  has(name: string): boolean;
  /** Last value of an option. */
  find(name: string): string | undefined;
  /** Values of a repeatable option, in the order given. */
  list(name: string): readonly string[];
}

/** Wraps what the parser collected: option name to its values, in order. */
export function toParsedArguments(
  positionals: readonly string[],
  given: ReadonlyMap<string, readonly string[]>,
): ParsedArguments {
  return {
    positionals,
    has: (name) => given.has(name),
    find: (name) => given.get(name)?.at(-1),
    list: (name) => given.get(name) ?? [],
  };
}
