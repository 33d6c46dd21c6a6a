import { compareCodePoints } from '@securescan/model';
import type { JsonObject, JsonValue } from '@securescan/model';

/** What stands in place of a secret's value. */
const MASK = '***';

const CREDENTIAL_CWES = new Set(['CWE-259', 'CWE-321', 'CWE-522', 'CWE-798']);
const BANDIT_PASSWORD_RULE = /^B10[567]$/;
const CREDENTIAL_RULE =
  /(?:^|[./_-])(?:hard-?coded|detected)[._-](?:[a-z0-9]+[._-]){0,4}(?:password|secret|token|credential|api-?key)/i;

/** True for findings about a credential in the source: their texts must not repeat its value. */
export function isCredentialFinding(scanner: string, ruleId: string | null, cwe: string | null): boolean {
  if (cwe !== null && CREDENTIAL_CWES.has(cwe)) return true;
  if (ruleId === null) return false;
  return scanner === 'bandit' ? BANDIT_PASSWORD_RULE.test(ruleId) : CREDENTIAL_RULE.test(ruleId);
}

/** Replaces secret values in any text of one finding; gives back what it was given when there are none. */
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
  const text = (input: string): string => {
    const masked = maskTokens(maskQuoted(maskValues(input, values), values, quotesValue));
    return masked === input ? input : masked;
  };
  const value = (input: JsonValue): JsonValue => {
    if (typeof input === 'string') return text(input);
    if (input === null || typeof input !== 'object') return input;
    if (isList(input)) {
      const items = input.map(value);
      return items.every((item, index) => item === input[index]) ? input : items;
    }
    const members = Object.entries(input).map(([key, item]) => [key, value(item)] as const);
    return members.every(([key, item]) => item === input[key]) ? input : Object.fromEntries(members);
  };
  return { text, json: (input) => value(input) as JsonObject };
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** More literals than any line has; a line that is made of them must not cost time for each. */
const MAX_VALUES = 100;
const QUOTES = '"\'`';
const BARE_VALUE = /^\s*([^\s"'`,;(){}[\]]+)\s*(?:[;,#]|$)/;

/** Contents of string literals, and values behind the first and last `=` or `:` of a line; longest first. */
function findLiteralValues(source: string): readonly string[] {
  const found = new Set<string>();
  replaceQuoted(source, (whole, inner) => {
    found.add(inner);
    return whole;
  });
  for (const line of source.split('\n')) {
    for (const at of [line.search(/[:=]/), Math.max(line.lastIndexOf(':'), line.lastIndexOf('='))]) {
      const value = at < 0 ? undefined : BARE_VALUE.exec(line.slice(at + 1))?.[1];
      if (value !== undefined) found.add(value);
    }
  }
  return [...found].toSorted((a, b) => b.length - a.length || compareCodePoints(a, b)).slice(0, MAX_VALUES);
}

/** Replaces string literals, in time linear in the text. A quote that nothing closes is a letter, and so are all behind it. */
function replaceQuoted(text: string, replace: (whole: string, inner: string) => string): string {
  const unclosed = new Set<string>();
  let out = '';
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const quote = text.charAt(at);
    if (!QUOTES.includes(quote) || unclosed.has(quote)) continue;
    const end = findClosing(text, at + 1, quote);
    if (end < 0) {
      unclosed.add(quote);
    } else if (end > at + 1) {
      out += text.slice(copied, at) + replace(text.slice(at, end + 1), text.slice(at + 1, end));
      copied = end + 1;
      at = end;
    }
  }
  return out + text.slice(copied);
}

function findClosing(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === quote) return at;
  }
  return -1;
}

/** Values of at least four characters wherever they stand; shorter ones are words by chance and only masked in quotes. */
function maskValues(text: string, values: readonly string[]): string {
  let out = text;
  for (const value of values) if (value.length >= 4) out = out.replaceAll(value, MASK);
  return out;
}

function maskQuoted(text: string, values: readonly string[], all: boolean): string {
  return replaceQuoted(text, (whole, inner) =>
    all || values.includes(inner) ? whole.charAt(0) + MASK + whole.charAt(0) : whole,
  );
}

const KNOWN_TOKENS =
  /\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{16,}|npm_\w{30,}|AIza[\w-]{35}|eyJ[\w-]{10,500}\.[\w-]{10,}\.[\w-]+)/g;
const MIXED_TOKEN = /[A-Za-z0-9+/_=-]{24,}/g;
const USER_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}:)[^\s@/]{1,500}@/gi;

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
