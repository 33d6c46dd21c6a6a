import { compareCodePoints } from '@securescan/model';
import { meetsAll, parseInterval, splitIntervals } from './comparators.ts';
import { compareDigits } from './numbers.ts';

/** One token of a version with the separator in front of it. */
interface Token {
  readonly separator: '.' | '-';
  readonly value: string;
}

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function tokenise(version: string): readonly Token[] {
  const tokens: Token[] = [];
  let separator: Token['separator'] = '-';
  // A change between digits and letters separates like a hyphen.
  for (const [part] of version.toLowerCase().matchAll(/[.-]|\d+|[^\d.-]+/g)) {
    if (part === '.' || part === '-') {
      separator = part;
      continue;
    }
    tokens.push({ separator, value: part });
    separator = '-';
  }
  return trimNulls(tokens.map(({ separator, value }, i) => ({ separator, value: toCanonical(value, tokens[i + 1]) })));
}

function toCanonical(value: string, next: Token | undefined): string {
  const full = Object.hasOwn(SHORT, value) && next && isNumber(next.value) ? SHORT[value] : value;
  return (Object.hasOwn(ALIASES, full ?? value) ? ALIASES[full ?? value] : full) ?? value;
}

/** Zeros and empty qualifiers in front of a hyphen or the end say nothing. */
function trimNulls(tokens: readonly Token[]): readonly Token[] {
  const isNull = ({ value }: Token) => value === '' || /^0+$/.test(value);
  return tokens.filter((token, i) => {
    if (!isNull(token)) return true;
    let after = i + 1;
    while (tokens[after]?.separator === '.' && isNull(tokens[after] ?? token)) after += 1;
    const next = tokens[after];
    return next !== undefined && (next.separator === '.' || isNumber(next.value));
  });
}

/** Rank of a token's kind: qualifiers, then sub-versions behind a hyphen, then numbers behind a dot. */
function rank({ separator, value }: Token): number {
  if (isNumber(value)) return separator === '-' ? 2 : 3;
  return 1;
}

function compareQualifiers(a: string, b: string): number {
  const order = (text: string) => {
    const known = QUALIFIERS.indexOf(text);
    return known === -1 ? QUALIFIERS.length : known;
  };
  return order(a) - order(b) || compareCodePoints(a, b);
}

function compareTokens(a: Token, b: Token): number {
  const order = rank(a) - rank(b);
  if (order !== 0) return order;
  return isNumber(a.value) ? compareDigits(a.value, b.value) : compareQualifiers(a.value, b.value);
}

function padFor(other: Token): Token {
  return { separator: other.separator, value: isNumber(other.value) ? '0' : '' };
}

/**
 * Order of Maven versions (also Gradle's, closely enough for advisories).
 * @see https://maven.apache.org/pom.html#version-order-specification
 */
export function compareMavenVersions(a: string, b: string): number {
  const x = tokenise(a);
  const y = tokenise(b);
  for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
    const left = x[i];
    const right = y[i];
    if (!left && !right) return 0;
    const order = compareTokens(left ?? padFor(right as Token), right ?? padFor(left as Token));
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether a version is in a range: a union of intervals, or a bare version, which means that one. */
export function satisfiesMavenRange(version: string, range: string): boolean {
  const intervals = splitIntervals(range);
  if (intervals.length === 0) return compareMavenVersions(version, range) === 0;
  return intervals.some((interval) => {
    const comparators = parseInterval(interval);
    return comparators !== null && meetsAll(version, comparators, compareMavenVersions);
  });
}
