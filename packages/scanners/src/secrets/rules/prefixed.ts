import type { Severity } from '@securescan/model';
import type { SecretRule } from '../rule.ts';
import { specific } from '../rule.ts';
import { noise, sample } from '../samples.ts';

type Alphabet = Parameters<typeof noise>[0];

const CLASSES: Readonly<Record<Alphabet, string>> = {
  hex: 'a-f0-9',
  digits: '0-9',
  lower: 'a-z0-9',
  upper: 'A-Z0-9',
  alnum: 'A-Za-z0-9',
  base32: 'A-Z2-7',
  base64: 'A-Za-z0-9+/',
};

/** A vendor prefix followed by characters of one alphabet: the commonest shape of a token. */
export interface PrefixedToken {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly prefix: string;
  readonly alphabet: Alphabet;
  /** More characters of the class, as inside a regular expression's brackets. */
  readonly also?: string;
  readonly length: readonly [min: number, max: number];
  readonly docs: string;
  readonly verify?: (value: string) => boolean;
}

/** Rule for a token of fixed prefix, alphabet and length; neither side may run on in the same alphabet. */
export function prefixed(token: PrefixedToken): SecretRule {
  const [min, max] = token.length;
  const letters = `${CLASSES[token.alphabet]}${token.also ?? ''}`;
  const start = token.prefix.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const half = Math.ceil(token.prefix.length / 2);
  const joined = (length: number): string =>
    sample(token.prefix.slice(0, half), token.prefix.slice(half), noise(token.alphabet, length));
  return specific({
    id: token.id,
    name: token.name,
    severity: token.severity,
    keywords: [token.prefix.toLowerCase()],
    pattern: new RegExp(`${start}[${letters}]{${min},${max}}(?![A-Za-z0-9_])`, 'y'),
    minEntropy: token.alphabet === 'digits' ? 2 : 2.8,
    ...(token.verify && { verify: token.verify }),
    docs: token.docs,
    mustMatch: [joined(min), `x = "${joined(max)}"`],
    mustNotMatch: [joined(min - 1), `${token.prefix}${'x'.repeat(min)}`],
  });
}
