/** A line of a configuration file that is neither empty nor a comment. */
export interface ConfigLine {
  /** 1-based. */
  readonly number: number;
  /** Trimmed. */
  readonly text: string;
}

/** Lines of a file whose comments begin with `#`. */
export function readLines(text: string): readonly ConfigLine[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}
