import type { ConfigurationFile } from '@securescan/waf';

/** Finds the text of a line; a file is cut into lines when one of it is first asked for. */
export function createLineLookup(files: readonly ConfigurationFile[]): (file: string, line: number) => string | null {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const lines = new Map<string, readonly string[]>();
  return (file, line) => {
    const text = texts.get(file);
    if (text === undefined) return null;
    let split = lines.get(file);
    if (split === undefined) {
      split = text.split(/\r?\n/);
      lines.set(file, split);
    }
    return split[line - 1] ?? null;
  };
}
