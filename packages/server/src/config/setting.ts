/** How the text of a setting is read. */
export type Kind = 'text' | 'integer' | 'boolean' | 'list' | 'words' | 'choice' | 'path';

/** One thing that can be set. The table of all of them is the parser's input and the reference page's content. */
export interface Setting {
  /** Names of the variable; the first is the one to use, the others are known from the systems that this one follows. */
  readonly names: readonly [string, ...string[]];
  readonly kind: Kind;
  /** As the reference page tells it; what it is in code stands where the configuration is put together. */
  readonly default: string;
  readonly unit?: 's' | 'bytes' | 'days' | '1/min';
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Never printed; may come from `<NAME>_FILE` or `$CREDENTIALS_DIRECTORY`; leaves the process's environment once read. */
  readonly isSecret?: true;
  /** Its names are read in any case. */
  readonly anyCase?: true;
  /** Flag of `serve` that wins over the variable. */
  readonly flag?: string;
  readonly doc: string;
}

/** What the text of a setting becomes. */
export type ValueOf<S extends Setting> = S['kind'] extends 'integer'
  ? number
  : S['kind'] extends 'boolean'
    ? boolean
    : S['kind'] extends 'list' | 'words'
      ? readonly string[]
      : S extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** Checks a table at compile time and keeps its literal types. */
export function defineSettings<const T extends Readonly<Record<string, Setting>>>(table: T): T {
  return table;
}
