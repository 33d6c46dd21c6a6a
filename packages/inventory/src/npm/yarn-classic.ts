/** One entry of a lockfile of Yarn 1. */
export interface ClassicEntry {
  readonly patterns: readonly string[];
  readonly fields: Map<string, string>;
  readonly dependencies: [name: string, range: string][];
}

export interface ClassicLock {
  readonly entries: readonly ClassicEntry[];
  /** Lines that are no part of the format. */
  readonly unfit: number;
}

/** A bare word or a text in double quotes; what is broken inside the quotes is taken as it stands. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text.replaceAll('"', '');
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s,"]+/g;

/**
 * Reads the format of Yarn 1: entries at the margin, fields two spaces in, dependencies four.
 * @see https://classic.yarnpkg.com/en/docs/yarn-lock
 */
export function parseClassicLock(text: string): ClassicLock {
  const entries: ClassicEntry[] = [];
  let unfit = 0;
  let inDependencies = false;
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    const body = line.trim();
    if (body === '' || body.startsWith('#')) continue;
    const current = entries.at(-1);
    const [key, value] = (body.match(TOKEN) ?? []).map(unquote);
    if (indent === 0 && body.endsWith(':')) {
      const patterns = (body.slice(0, -1).match(TOKEN) ?? []).map(unquote);
      entries.push({ patterns, fields: new Map(), dependencies: [] });
    } else if (indent === 2 && body.endsWith(':')) {
      inDependencies = body === 'dependencies:' || body === 'optionalDependencies:';
    } else if (indent === 2 && current && key !== undefined && value !== undefined) {
      current.fields.set(key, value);
    } else if (indent === 4 && current && key !== undefined && value !== undefined) {
      if (inDependencies) current.dependencies.push([key, value]);
    } else {
      unfit += 1;
    }
  }
  return { entries, unfit };
}
