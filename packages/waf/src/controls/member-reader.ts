import { didYouMean } from './did-you-mean.ts';

/** From the top of a control to a value: names of members and indexes of lists. */
export type ValuePath = readonly (string | number)[];

/** Something wrong with a control, at a path. */
export interface ValueProblem {
  readonly severity: 'error' | 'warning';
  readonly path: ValuePath;
  /** At the name of the last member instead of its value. */
  readonly atName: boolean;
  readonly message: string;
}

/** The members of one mapping, read one by one. What does not fit is a problem, and reading goes on with a stand-in. */
export interface MemberReader {
  readonly path: ValuePath;
  readonly has: (name: string) => boolean;
  readonly raw: (name: string) => unknown;
  /** Absent and null are ''. Numbers and booleans are taken as the texts they were meant to be. */
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | null;
  readonly requiredText: (name: string) => string;
  readonly texts: (name: string) => readonly string[];
  /** One of a few words; `fallback` when absent, and when it is none of them, which is an error. */
  readonly choice: <const T extends string>(name: string, words: readonly T[], fallback: T) => T;
  readonly mapping: (name: string, known: readonly string[] | null) => MemberReader | null;
  readonly mappings: (name: string, known: readonly string[] | null) => readonly MemberReader[];
  readonly error: (name: string | null, message: string, atName?: boolean) => void;
  readonly warn: (name: string | null, message: string, atName?: boolean) => void;
}

/** A plain object, as YAML and JSON make them. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a mapping.
 * @param known - its members; any other is warned of. Null for all.
 */
export function readMembers(
  value: Readonly<Record<string, unknown>>,
  path: ValuePath,
  known: readonly string[] | null,
  problems: ValueProblem[],
): MemberReader {
  const report =
    (severity: ValueProblem['severity']) =>
    (name: string | null, message: string, atName = false): void => {
      problems.push({ severity, path: name === null ? path : [...path, name], atName, message });
    };
  const error = report('error');
  const warn = report('warning');
  if (known !== null) {
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      warn(name, `${quote(name)} is not known here and not used.${didYouMean(name, known)}`, true);
    }
  }
  const raw = (name: string): unknown => (Object.hasOwn(value, name) ? (value[name] ?? null) : null);

  const optionalText = (name: string): string | null => {
    const found = raw(name);
    if (found === null) return null;
    if (typeof found === 'string') return found;
    if (typeof found === 'number' || typeof found === 'boolean') return String(found);
    error(name, `${name} must be a text, not ${typeOf(found)}.`);
    return null;
  };

  const reader: MemberReader = {
    path,
    has: (name) => Object.hasOwn(value, name),
    raw,
    optionalText,
    text: (name) => optionalText(name)?.trim() ?? '',
    requiredText: (name) => {
      const text = optionalText(name)?.trim() ?? '';
      if (text !== '') return text;
      if (raw(name) === null || typeof raw(name) === 'string') {
        error(Object.hasOwn(value, name) ? name : null, `${name} is missing; give it a text that is not blank.`);
      }
      return '';
    },
    texts: (name) => {
      const found = raw(name);
      if (found === null) return [];
      const items: readonly unknown[] = Array.isArray(found) ? found : [found];
      return items.flatMap((item: unknown, index) => {
        if (typeof item === 'string') return [item.trim()];
        if (typeof item === 'number' || typeof item === 'boolean') return [String(item)];
        // `- word: more words` was meant as a text: a colon made a mapping of it.
        if (isMapping(item)) {
          const [entry, ...more] = Object.entries(item);
          if (entry !== undefined && more.length === 0 && ['string', 'number'].includes(typeof entry[1])) {
            warn(name, `${name}[${index}] is read as a text; put it in quotes, because it has a colon.`);
            return [`${entry[0]}: ${String(entry[1])}`];
          }
        }
        error(name, `${name}[${index}] must be a text, not ${typeOf(item)}.`);
        return [];
      });
    },
    choice: (name, words, fallback) => {
      const text = optionalText(name);
      if (text === null) return fallback;
      const found = words.find((word) => word === text.trim());
      if (found !== undefined) return found;
      error(name, `${name} must be one of ${words.join(', ')}, not ${quote(text)}.${didYouMean(text, words)}`);
      return fallback;
    },
    mapping: (name, names) => {
      const found = raw(name);
      if (found === null) return null;
      if (isMapping(found)) return readMembers(found, [...path, name], names, problems);
      error(name, `${name} must be a mapping, not ${typeOf(found)}.`);
      return null;
    },
    mappings: (name, names) => {
      const found = raw(name);
      if (found === null) return [];
      if (!Array.isArray(found)) {
        error(name, `${name} must be a list of mappings, not ${typeOf(found)}.`);
        return [];
      }
      return found.flatMap((item: unknown, index) => {
        if (isMapping(item)) return [readMembers(item, [...path, name, index], names, problems)];
        problems.push({
          severity: 'error',
          path: [...path, name, index],
          atName: false,
          message: `${name}[${index}] must be a mapping, not ${typeOf(item)}.`,
        });
        return [];
      });
    },
    error,
    warn,
  };
  return reader;
}

/** A short quotation of what somebody wrote. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}
