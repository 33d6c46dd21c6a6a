/** A heredoc of an instruction: its lines are the content of a file or a script. @see https://docs.docker.com/reference/dockerfile/#here-documents */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** 1-based line of the first content line. */
  readonly line: number;
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** What follows the keyword and its flags, continuations joined and comment lines left out. */
  readonly text: string;
  /** `--name=value` flags by name; a flag without a value has an empty text. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** The words of the JSON form, or null for the shell form. */
  readonly json: readonly string[] | null;
  readonly heredocs: readonly Heredoc[];
  /** 1-based. */
  readonly lineStart: number;
  readonly lineEnd: number;
  /** The line on which a place in `text` stands. */
  lineOf(offset: number): number;
}
