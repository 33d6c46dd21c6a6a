import type { JsonObject, JsonValue } from '@securescan/model';

/** What stands in place of a secret's value. */
export const MASK = '***';

const CREDENTIAL_CWES = new Set(['CWE-259', 'CWE-321', 'CWE-522', 'CWE-798']);
const BANDIT_PASSWORD_RULE = /^B10[567]$/;
const CREDENTIAL_RULE =
  /(?:^|[./_-])(?:hard-?coded|detected)[._-](?:\w+[._-]){0,4}(?:password|secret|token|credential|api-?key)/i;

/** True for findings about a credential in the source: their texts must not repeat its value. */
export function isCredentialFinding(scanner: string, ruleId: string | null, cwe: string | null): boolean {
  if (cwe !== null && CREDENTIAL_CWES.has(cwe)) return true;
  if (ruleId === null) return false;
  return scanner === 'bandit' ? BANDIT_PASSWORD_RULE.test(ruleId) : CREDENTIAL_RULE.test(ruleId);
}

/** Replaces secret values in any text of one finding. */
export interface Masker {
  text(text: string): string;
  json(value: JsonObject): JsonObject;
}

/**
 * Makes the masker of one credential finding.
 * @param source - source text at the location: its string literals and assigned values are what must not be repeated
 * @param quotesValue - the tool's message quotes the value, so everything it quotes is masked
 */
export function createMasker(source: string, quotesValue: boolean): Masker {
  const values = findLiteralValues(source);
  const text = (input: string): string => maskTokens(maskQuoted(maskValues(input, values), values, quotesValue));
  const value = (input: JsonValue): JsonValue => {
    if (typeof input === 'string') return text(input);
    if (input === null || typeof input !== 'object') return input;
    if (isList(input)) return input.map(value);
    return Object.fromEntries(Object.entries(input).map(([key, item]) => [key, value(item)]));
  };
  return { text, json: (input) => value(input) as JsonObject };
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

const QUOTED = /(["'`])((?:(?!\1)[^\\\n]|\\.)+)\1/g;
const ASSIGNED = /[:=]\s*([^\s"'`,;(){}[\]]+)\s*(?:[;,#].*)?$/gm;

/** Contents of string literals, and values behind `=` or `:` at the end of a line; longest first. */
function findLiteralValues(source: string): readonly string[] {
  const found = new Set<string>();
  for (const match of source.matchAll(QUOTED)) found.add(match[2] ?? '');
  for (const match of source.matchAll(ASSIGNED)) found.add(match[1] ?? '');
  found.delete('');
  return [...found].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Values of at least four characters wherever they stand; shorter ones are words by chance and only masked in quotes. */
function maskValues(text: string, values: readonly string[]): string {
  let out = text;
  for (const value of values) if (value.length >= 4) out = out.replaceAll(value, MASK);
  return out;
}

function maskQuoted(text: string, values: readonly string[], all: boolean): string {
  return text.replace(QUOTED, (whole: string, quote: string, inner: string) =>
    all || values.includes(inner) ? quote + MASK + quote : whole,
  );
}

const KNOWN_TOKENS =
  /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}|npm_\w{30,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+)/g;
const MIXED_TOKEN = /[A-Za-z0-9+/_=-]{24,}/g;
const USER_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi;

/** Texts that are secrets by their shape, for messages that repeat a value found elsewhere than on the line. */
function maskTokens(text: string): string {
  return text
    .replace(USER_PASSWORD, `$1${MASK}@`)
    .replace(KNOWN_TOKENS, MASK)
    .replace(MIXED_TOKEN, (token) => (looksRandom(token) ? MASK : token));
}

/** Upper case, lower case and at least three digits in one run without a path in it: no name is spelled so. */
function looksRandom(token: string): boolean {
  return (
    /[a-z]/.test(token) &&
    /[A-Z]/.test(token) &&
    (token.match(/\d/g)?.length ?? 0) >= 3 &&
    !/[/_-][a-z]{3,}[/_-]/.test(token)
  );
}
