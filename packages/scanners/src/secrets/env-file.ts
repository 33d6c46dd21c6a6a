import type { SecretMatch } from './match.ts';
import type { SecretRule } from './rule.ts';
import { isPlaceholder, isUnlikelySecret } from './filters.ts';

const SENSITIVE_NAME = /secret|password|key|token|auth|credential/i;
/** Values that configure rather than authenticate: a plain URL, a path, an address. */
const HARMLESS = /^(?:https?:\/\/[^@\s]*|\.{0,2}\/[\w./-]*|[\w.-]+@[\w.-]+\.\w+)$/i;

/** The rule behind secrets in env files; its findings carry the name of the variable. */
const envFileRule: SecretRule = {
  id: 'env-file-secret',
  name: 'Secret in env file',
  severity: 'high',
  kind: 'generic',
  keywords: ['='],
  pattern: /=/y,
  docs: 'https://12factor.net/config',
  mustMatch: [],
  mustNotMatch: [],
};

/** An assignment in an env file that looks secret. */
export interface EnvSecret extends SecretMatch {
  /** Name of the variable. */
  readonly variable: string;
}

/** Reads `KEY=value` lines (`export` allowed) whose name promises a secret and whose value is a literal. */
export function findEnvSecrets(text: string): readonly EnvSecret[] {
  const found: EnvSecret[] = [];
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
