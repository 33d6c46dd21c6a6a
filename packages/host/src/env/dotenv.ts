import { SecureScanError } from '@securescan/model';
import { decodeText } from '../walk/decode.ts';
import { readFileBounded } from '../walk/read-file.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads a `.env` file. Matching outer quotes are stripped; nothing is expanded.
 * @returns the variables; none when the file is absent or cannot be read
 * @throws SecureScanError E_ENVIRONMENT naming the line (never a value) that is no assignment
 */
export async function readDotEnv(path: string): Promise<Readonly<Record<string, string>>> {
  const read = await readFileBounded(path, MAX_BYTES);
  return read.kind === 'read' ? parseDotEnv(decodeText(read.bytes), path) : {};
}

/** Parses the text of a `.env` file; `source` is for messages. */
export function parseDotEnv(text: string, source: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/.exec(trimmed);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) {
      throw new SecureScanError(
        'E_ENVIRONMENT',
        `${source}:${index + 1} is not of the form NAME=value; mend or remove the line.`,
      );
    }
    variables[name] = toValue(value);
  }
  return variables;
}

/** A quoted value is what stands between its quotes; an unquoted one ends before ` #`. */
function toValue(text: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(text);
  if (quoted) return quoted[2] ?? '';
  return text.replace(/\s+#.*$/, '');
}
