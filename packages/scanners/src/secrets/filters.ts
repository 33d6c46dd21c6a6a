import type { SecretRule } from './rule.ts';

/** Texts that mark a value as made up, wherever they stand in it. */
const PLACEHOLDER =
  /example|placeholder|your[_-]|xxx|changeme|change[_-]me|todo|fake|dummy|test_key|sample|<your|\{your/i;
/** As `PLACEHOLDER`, but safe on long random values, where three equal letters are chance. */
const PLACEHOLDER_IN_TOKEN = /example|placeholder|your[_-]|x{4}|X{4}|changeme|dummy|<your|\{your/i;
/** From this length on a value is random data, in which any short word may occur. */
const LONG_VALUE = 200;
/** What a value is when it is not a literal: an interpolation, a reference, a mask. */
const NOT_LITERAL =
  /^(?:\$\{|\$\(|\$[A-Za-z_]|\{\{|\{%|%[({A-Za-z]|<[^<>]{0,80}>$|#\{|@\{|&[A-Za-z]|\*+$|\.+$|-+$|process\.env|os\.environ|System\.getenv|ENV\[)|\$\{|\{\{|\$\(|\.\.\./;
/** Names that a value of under 40 characters carries when it describes itself instead of being secret. */
const SELF_DESCRIBING = /api-key|api_key|-secret|secret-|-token|token-/i;
const NAME_OF_SECRET = /pass|pwd|secret|token|key|credential|bearer|auth/i;

/** Whether the value says of itself that it is none. */
export function isPlaceholder(value: string, kind: SecretRule['kind']): boolean {
  if (value.length > LONG_VALUE) return false;
  return (kind === 'generic' ? PLACEHOLDER : PLACEHOLDER_IN_TOKEN).test(value) || isRepeated(value);
}

/** `xxxxxxxx`, `********`, `--------`: masks, not values. Letters and digits repeated may be a bad password. */
function isRepeated(value: string): boolean {
  const first = value[0] ?? '';
  return /[^A-Za-z0-9]|[xX]/.test(first) && value === first.repeat(value.length);
}

/** Whether the words around a match on its line mark it as an example. Looks at most 160 characters far. */
export function hasDecoyContext(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 160), start);
  const after = text.slice(end, end + 160);
  const [rest = ''] = after.split('\n', 1);
  const around = before.slice(before.lastIndexOf('\n') + 1) + text.slice(start, end) + rest;
  return PLACEHOLDER.test(around) || around.includes('...') || around.includes('$(');
}

/** Words of an identifier or expression: split at separators and at camel-case humps. */
function splitWords(value: string): readonly string[] {
  return value.split(/[._\-/]|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== '');
}

/** An unquoted value that reads as code: a few ordinary words and no digit (`response.data.accessList`). */
function readsAsExpression(value: string): boolean {
  if (/\d/.test(value)) return false;
  const words = splitWords(value);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return words.length > 1 && letters / words.length <= 8 && words.every((word) => word.length <= 14);
}

/** A quoted value that reads as prose or as a label (`Enter the password`, `user_password`). */
function readsAsLabel(value: string): boolean {
  if (/\s/.test(value)) return !/\d/.test(value) || value.trim().split(/\s+/).length > 3;
  return value.length < 40 && /^[A-Za-z_.:/-]+$/.test(value) && NAME_OF_SECRET.test(value);
}

/** Whether a value next to a telling name is not a literal secret after all. */
export function isUnlikelySecret(value: string, quoted: boolean): boolean {
  if (NOT_LITERAL.test(value)) return true;
  if (value.length < 40 && SELF_DESCRIBING.test(value)) return true;
  if (/^(?:true|false|null|none|undefined|nil|required|optional|string|number|\d{1,5})$/i.test(value)) return true;
  if (/^(?:~|\.{1,2})?\/[\w.@/ -]*$/.test(value)) return true; // a path
  if (readsAsLabel(value)) return true;
  return !quoted && readsAsExpression(value);
}
