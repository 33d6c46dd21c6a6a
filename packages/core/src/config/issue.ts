/** Where in a text something stands, both from 1; columns count UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys and list indices from the top of the file; `[key]` at the end means the key itself. */
export type ConfigPath = readonly (string | number)[];

/** One thing that is wrong with a configuration file. */
export interface ConfigIssue extends Position {
  /** `config`: not a YAML mapping at all; `schema`: a mapping, but not ours. */
  readonly kind: 'config' | 'schema';
  readonly problem:
    'yaml' | 'not-a-mapping' | 'unknown-key' | 'choice' | 'list' | 'map' | 'text' | 'boolean' | 'number' | 'value';
  /** Empty for `config` issues. */
  readonly path: ConfigPath;
  readonly message: string;
}

/** `semgrep_rules[2]`, `severity_overrides.B307`; null for the file as a whole. */
export function formatLocation(path: ConfigPath): string | null {
  if (path.length === 0) return null;
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' || part === '[key]' ? part : `.${part}`;
  }
  return text;
}
