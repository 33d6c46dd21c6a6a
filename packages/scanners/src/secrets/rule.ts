import type { Severity } from '@securescan/model';

/** One kind of secret, as data. */
export interface SecretRule {
  /** Slug after `secrets/`. */
  readonly id: string;
  /** Name in the title `Potential <name> detected`. */
  readonly name: string;
  readonly severity: Severity;
  /**
   * `specific`: the format itself proves the secret. `generic`: only a telling name next to a value; words such as
   * `example` near it, and values that read as code or prose, rule it out.
   */
  readonly kind: 'specific' | 'generic';
  /** Lower-case ASCII texts; every match of `pattern` begins at one of them. */
  readonly keywords: readonly string[];
  /**
   * Sticky, tried where a keyword was found; every repetition is bounded. The group `value` is the secret, else the whole
   * match.
   */
  readonly pattern: RegExp;
  /** Whether the keyword may stand inside a longer word (`dbPassword`). Default: no letter or digit before it. */
  readonly inWord?: boolean;
  /** Shannon entropy in bits per character that the value must have. */
  readonly minEntropy?: number;
  /** Must be found in the 300 characters before the match. */
  readonly near?: RegExp;
  /** Values and matches that are known not to be secrets. */
  readonly allow?: readonly RegExp[];
  /** Whether the check digits inside the value are right; decides the confidence, never drops. */
  readonly verify?: (value: string) => boolean;
  /** The vendor's description of the format. */
  readonly docs: string;
  /** Made by the helpers in `samples.ts`, so that no secret-shaped text stands in this repository. */
  readonly mustMatch: readonly string[];
  readonly mustNotMatch: readonly string[];
}

/** Fills in what most rules share. */
export function specific(rule: Omit<SecretRule, 'kind'>): SecretRule {
  return { kind: 'specific', ...rule };
}

/**
 * Pattern of a value that has no prefix of its own and is recognised by a vendor's name in the identifier it is
 * assigned to: `DATADOG_API_KEY = "…"`, `"heroku.token": "…"`.
 * @param name - regular expression source of the vendor's name, matched in any case
 * @param value - regular expression source of the value
 */
export function assigned(name: string, value: string): RegExp {
  return new RegExp(
    `(?:${name})[\\w.-]{0,32}["'\\x60\\]]{0,2}[ \\t]{0,4}(?:=>|:=|={1,3}|:|,)[ \\t]{0,4}["'\\x60]?(?<value>${value})(?![\\w+/=-])`,
    'iy',
  );
}
