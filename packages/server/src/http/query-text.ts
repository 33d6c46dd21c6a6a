import type { InputIssue } from '../problem/http-problem.ts';

/** A query as names and values; problems are kept for those names that the route knows. */
export interface ParsedQuery {
  readonly values: Readonly<Record<string, string>>;
  readonly issues: ReadonlyMap<string, InputIssue>;
}

/**
 * Reads the text behind the question mark. Nothing throws: what is wrong with a name that no one asks for does not matter.
 * @param takesLast - of a name that is given more than once the last value counts; else that is a problem
 */
export function parseQueryText(text: string, takesLast = false): ParsedQuery {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const issues = new Map<string, InputIssue>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const split = part.indexOf('=');
    const name = decode(split < 0 ? part : part.slice(0, split));
    if (name === null) continue;
    const value = split < 0 ? '' : decode(part.slice(split + 1));
    if (value === null) {
      issues.set(name, {
        type: 'string_unicode',
        loc: ['query', name],
        msg: 'Input should be percent-encoded UTF-8',
        input: null,
      });
    } else if (name in values && !takesLast) {
      issues.set(name, {
        type: 'duplicate_key',
        loc: ['query', name],
        msg: 'Parameter should be given once',
        input: value.slice(0, 1000),
      });
    } else values[name] = value;
  }
  return { values, issues };
}

function decode(text: string): string | null {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return null;
  }
}
