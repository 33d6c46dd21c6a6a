import type { HeaderWeakness } from './header-weakness.ts';

const ANYWHERE = new Set(['*', 'http:', 'https:', 'data:', 'blob:']);

/** Directives of a policy by lower-case name; the first of a name counts. @see https://www.w3.org/TR/CSP3/ */
export function parsePolicy(value: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, readonly string[]>();
  for (const part of value.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    const key = name?.toLowerCase() ?? '';
    if (key !== '' && !directives.has(key))
      directives.set(
        key,
        sources.map((source) => source.toLowerCase()),
      );
  }
  return directives;
}

/** Judges whether a policy keeps injected scripts from running. */
export function gradeContentSecurityPolicy(value: string): HeaderWeakness | null {
  // Several policies hold together; one that is strict is enough.
  const grades = value.split(',').map(gradeSinglePolicy);
  return grades.includes(null) ? null : (grades[0] ?? null);
}

function gradeSinglePolicy(value: string): HeaderWeakness | null {
  const directives = parsePolicy(value);
  const scripts = directives.get('script-src') ?? directives.get('default-src');
  if (scripts === undefined)
    return {
      severity: 'medium',
      reason: 'it has neither default-src nor script-src, so scripts may come from anywhere',
    };
  const guarded = scripts.some((source) => /^'(?:nonce|sha256|sha384|sha512)-/.test(source));
  if (scripts.includes("'unsafe-inline'") && !guarded) {
    return { severity: 'medium', reason: "it allows inline scripts ('unsafe-inline' without a nonce or hash)" };
  }
  const open = scripts.find((source) => ANYWHERE.has(source));
  if (open !== undefined && !(guarded && scripts.includes("'strict-dynamic'"))) {
    return { severity: 'medium', reason: `it allows scripts from anywhere (${open})` };
  }
  if (scripts.includes("'unsafe-eval'"))
    return { severity: 'low', reason: "it allows text to be run as code ('unsafe-eval')" };
  return null;
}
