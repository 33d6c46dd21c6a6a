import { compileMatcher } from './match.ts';
import { secretRules } from './rules/index.ts';

/** Finds secrets in a text with the whole rule bank. */
export const findSecrets = compileMatcher(secretRules);
