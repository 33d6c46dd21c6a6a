/** What keeps the server from starting. */
export interface ConfigProblem {
  /** Name of the setting as it was given: a variable, a flag. */
  readonly setting: string;
  /** Where it was given: `environment`, a file, `command line`. */
  readonly source: string;
  /** What is wrong and how to mend it; never the value of a secret. */
  readonly message: string;
}

export function renderProblem({ setting, source, message }: ConfigProblem): string {
  return `${setting} (${source}): ${message}`;
}
