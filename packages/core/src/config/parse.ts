import { SecureScanError } from '@securescan/model';
import type { z } from 'zod';
import { toProjectConfig } from './project-config.ts';
import type { ProjectConfig } from './project-config.ts';
import { formatLocation } from './issue.ts';
import type { ConfigIssue, ConfigPath, Position } from './issue.ts';
import { suggest } from './nearest.ts';
import { CONFIG_KEYS, ConfigFile, scannerKeys } from './schema.ts';
import { canonicalSpelling } from './spelling.ts';
import { parseYaml } from './yaml.ts';
import type { YamlFile } from './yaml.ts';

/** What became of a configuration text. */
export type ParsedConfig =
  | {
      readonly ok: true;
      readonly config: ProjectConfig;
      /** Nothing in it, or an empty mapping. */
      readonly isEmpty: boolean;
      /** Line and column of an entry. */
      readonly locate: (path: ConfigPath) => Position;
    }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Names of types as the recorded messages have them. */
function nameType(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'int' : 'float';
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `'${value}'`;
  return `${typeof value === 'number' ? 'the number' : 'the boolean'} ${JSON.stringify(value)}`;
}

function getAt(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

type Problem = Pick<ConfigIssue, 'problem' | 'message'>;

const EXPECTED: Readonly<Record<string, (value: unknown) => Problem>> = {
  array: (value) => ({ problem: 'list', message: `must be a list, not ${describeValue(value)}` }),
  object: (value) => ({ problem: 'map', message: `must be a mapping, not ${describeValue(value)}` }),
  record: (value) => ({ problem: 'map', message: `must be a mapping, not ${describeValue(value)}` }),
  boolean: (value) => ({ problem: 'boolean', message: `must be true or false, not ${describeValue(value)}` }),
  number: (value) => ({ problem: 'number', message: `must be a number, not ${describeValue(value)}` }),
  string: (value) => ({
    problem: 'text',
    message:
      value === undefined
        ? 'is missing'
        : `must be a text, not ${describeValue(value)}${typeof value === 'object' ? '' : '; write it in quotes'}`,
  }),
};

function toProblem(issue: z.core.$ZodIssue, value: unknown): Problem {
  if (issue.code === 'invalid_type')
    return EXPECTED[issue.expected]?.(value) ?? { problem: 'value', message: issue.message };
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    const hint = typeof value === 'string' ? suggest(value, choices) : '';
    const list = choices.length === 1 ? `only ${choices[0]} is supported` : `use one of ${choices.join(', ')}`;
    return { problem: 'choice', message: `${describeValue(value)} is not valid; ${list}${hint}` };
  }
  if (issue.code === 'invalid_format')
    return { problem: 'value', message: `must be a date such as 2027-01-31, not ${describeValue(value)}` };
  return { problem: 'value', message: issue.message };
}

/** Keys that may stand beside an unknown one. */
function siblingKeys(path: ConfigPath): readonly string[] {
  if (path.length === 0) return CONFIG_KEYS;
  if (path[0] === 'ignored_rules') return ['id', 'path', 'reason', 'until'];
  if (path[0] === 'scanners') return scannerKeys(String(path[1]));
  return ['allow', 'deny'];
}

function toIssues(issue: z.core.$ZodIssue, file: unknown, yaml: YamlFile, base: ConfigPath = []): ConfigIssue[] {
  const path: ConfigPath = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      kind: 'schema',
      problem: 'unknown-key',
      path: [...path, key],
      message: `unknown key '${key}'${suggest(key, siblingKeys(path)) || `; known keys: ${siblingKeys(path).join(', ')}`}`,
      ...yaml.locate([...path, key], 'key'),
    }));
  const value = getAt(file, path);
  // The only union is the short and the long form of an ignored rule; a mapping was meant to be the long one.
  if (issue.code === 'invalid_union') {
    const isLong = typeof value === 'object' && value !== null && !Array.isArray(value);
    return (issue.errors[isLong ? 1 : 0] ?? []).flatMap((inner) => toIssues(inner, file, yaml, path));
  }
  return [{ kind: 'schema', path, ...toProblem(issue, value), ...yaml.locate(path) }];
}

/**
 * Reads the text of `.securescan.yml`.
 * @returns the configuration with defaults filled in, or every issue with line and column; never throws for the content
 */
export function parseConfig(text: string): ParsedConfig {
  const yaml = parseYaml(text);
  if ('kind' in yaml) return { ok: false, issues: [yaml] };
  const value = yaml.value ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    const message = `top-level YAML must be a mapping, got ${nameType(value)}`;
    return { ok: false, issues: [{ kind: 'config', problem: 'not-a-mapping', path: [], message, ...yaml.locate([]) }] };
  }
  const file = canonicalSpelling(value as Readonly<Record<string, unknown>>);
  const result = ConfigFile.safeParse(file);
  const found = result.success ? [] : result.error.issues.flatMap((issue) => toIssues(issue, file, yaml));
  const issues = [...yaml.keyIssues, ...found];
  if (!result.success || issues.length > 0) return { ok: false, issues };
  const keys = Object.keys(file);
  return {
    ok: true,
    config: toProjectConfig(result.data, keys),
    isEmpty: keys.length === 0,
    locate: (path) => yaml.locate(path),
  };
}

/** One line per issue: `file:line:column: location: message`. */
export function formatConfigIssue(file: string, issue: ConfigIssue): string {
  const location = formatLocation(issue.path);
  return `${file}:${issue.line}:${issue.column}: ${location === null ? '' : `${location}: `}${issue.message}`;
}

/**
 * The configuration in a text that must be right.
 * @throws SecureScanError E_CONFIG_INVALID with all issues, a line each
 */
export function parseConfigOrThrow(text: string, file: string): ProjectConfig {
  const parsed = parseConfig(text);
  if (parsed.ok) return parsed.config;
  const lines = parsed.issues.map((issue) => formatConfigIssue(file, issue));
  throw new SecureScanError('E_CONFIG_INVALID', lines.join('\n'), { details: { file, issues: lines } });
}
