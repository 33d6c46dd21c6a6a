import type { SearchSchemaInput } from '@tanstack/react-router';

/** One parameter of the address: what it may be, and what it is when it is not there. */
export interface SearchField<Value> {
  readonly fallback: Value;
  /** From the address, or from a link of ours; whatever does not fit is the fallback. */
  read(raw: unknown): Value;
}

/** Free text. */
export function textField(maxLength = 200): SearchField<string> {
  return { fallback: '', read: (raw) => (typeof raw === 'string' ? raw.slice(0, maxLength) : '') };
}

/** One word of a list. */
export function choiceField<const Word extends string>(words: readonly Word[], fallback: Word): SearchField<Word> {
  return { fallback, read: (raw) => words.find((word) => word === raw) ?? fallback };
}

/** Any of the words of a list, in its order, without repetition: `critical,high`. */
export function wordsField<const Word extends string>(words: readonly Word[]): SearchField<readonly Word[]> {
  return {
    fallback: [],
    read(raw) {
      const given = typeof raw === 'string' ? raw.split(',') : Array.isArray(raw) ? (raw as unknown[]) : [];
      return words.filter((word) => given.includes(word));
    },
  };
}

/** Yes or no; `1` in the address. */
export function flagField(): SearchField<boolean> {
  return { fallback: false, read: (raw) => raw === true || raw === '1' };
}

type Fields = Readonly<Record<string, SearchField<unknown>>>;

/** Values of a page's parameters. */
export type SearchOf<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends SearchField<infer V> ? V : never;
};
/** What a link to the page may say. */
export type SearchInput<F extends Fields> = Partial<SearchOf<F>>;

/** The parameters of a page, for its route and its links. */
export interface Search<F extends Fields> {
  /** All values, defaults included; for the router, whose links may then leave any of them out. */
  readonly validate: (raw: SearchInput<F> & SearchSchemaInput) => SearchOf<F>;
  /** The same for what was read from anywhere. */
  readonly read: (raw: Readonly<Record<string, unknown>>) => SearchOf<F>;
  /** For the router, which leaves them out of addresses. */
  readonly defaults: SearchOf<F>;
}

export function defineSearch<const F extends Fields>(fields: F): Search<F> {
  const entries = Object.entries(fields);
  const read = (raw: Readonly<Record<string, unknown>>): SearchOf<F> =>
    Object.fromEntries(entries.map(([name, field]) => [name, field.read(raw[name])])) as SearchOf<F>;
  return {
    validate: read,
    read,
    defaults: Object.fromEntries(entries.map(([name, { fallback }]) => [name, fallback])) as SearchOf<F>,
  };
}

/** The text behind `?`, as plain words: lists are joined by commas, flags are `1`. */
export function writeSearch(values: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const text = toText(value);
    if (text !== '') parameters.set(name, text);
  }
  // Commas and slashes are readable and allowed in a query.
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

export function readSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text.replace(/^\?/, '')));
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(',');
  return value === true ? '1' : '';
}
