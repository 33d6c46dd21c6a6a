import { compileMatcher, type SecretMatch, type SecretMatcher } from './match.ts';
import { secretRules } from './rules/index.ts';

let matcher: SecretMatcher | undefined;

/** Finds secrets in a text with the whole rule bank, which is compiled at the first text: not every run reads one. */
export function findSecrets(text: string): readonly SecretMatch[] {
  matcher ??= compileMatcher(secretRules);
  return matcher(text);
}
