import type { SecretAssignment } from './assignment.ts';
import { envFileRule } from './assignment-rules.ts';
import { isPlaceholder, isUnlikelySecret } from './filters.ts';

const SENSITIVE_NAME = /secret|password|key|token|auth|credential/i;
/** Values that configure rather than authenticate: a plain URL, a path, an address. */
const HARMLESS = /^(?:https?:\/\/[^@\s]*|\.{0,2}\/[\w./-]*|[\w.-]+@[\w.-]+\.\w+)$/i;

/** Reads `KEY=value` lines (`export` allowed) whose name promises a secret and whose value is a literal. */
export function findEnvSecrets(text: string): readonly SecretAssignment[] {
  const found: SecretAssignment[] = [];
  for (const line of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]{0,200})[ \t]*=[ \t]*([^\r\n]{0,8000})/gm,
  )) {
    const [whole, variable = '', raw = ''] = line;
    const quote = /^(["'])(.*)\1[ \t]*(?:#.*)?$/.exec(raw);
    const value = quote?.[2] ?? raw.replace(/[ \t]+#.*$/, '').trim();
    if (value.length <= 5 || !SENSITIVE_NAME.test(variable)) continue;
    if (HARMLESS.test(value) || isPlaceholder(value, 'generic') || isUnlikelySecret(value, true)) continue;
    const start = line.index + whole.length - raw.length + (quote ? 1 : 0);
    found.push({ rule: envFileRule, variable, value, start, end: start + value.length });
  }
  return found;
}
