import { compareCodePoints } from '@securescan/model';
import { type Comparator, meetsAll } from './comparators.ts';
import { compareDigits, compareLists } from './numbers.ts';

const STABILITIES = ['dev', 'alpha', 'beta', 'rc', '', 'patch'];
const ALIASES: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', p: 'patch', pl: 'patch', stable: '' };

interface Parts {
  readonly release: readonly string[];
  readonly stability: number;
  readonly number: string;
}

function parse(version: string): Parts | null {
  const match =
    /^v?(\d+(?:\.(?:\d+))*)(?:[-_.+]?(stable|dev|alpha|beta|patch|rc|pl|a|b|p)[-_.]?(\d*)[\d.-]*)?(?:[-+].*)?$/.exec(
      version.trim().toLowerCase(),
    );
  if (!match) return null;
  const [, release = '', word = '', number] = match;
  return {
    release: release.split('.'),
    stability: STABILITIES.indexOf(ALIASES[word] ?? word),
    number: number || '0',
  };
}

/**
 * Order of Composer versions: dev < alpha < beta < RC < stable < patch. Branches (`dev-main`) sort first.
 * @see https://getcomposer.org/doc/articles/versions.md
 */
export function compareComposerVersions(a: string, b: string): number {
  const x = parse(a);
  const y = parse(b);
  if (!x || !y) return !x && !y ? compareCodePoints(a, b) : Number(x !== null) - Number(y !== null);
  return (
    compareLists(x.release, y.release, compareDigits, '0') ||
    x.stability - y.stability ||
    compareDigits(x.number, y.number)
  );
}

function raise(parts: readonly string[], index: number): string {
  return [...parts.slice(0, index), String(BigInt(parts[index] ?? '0') + 1n)].join('.');
}

/** The comparisons one constraint stands for; null when it is not one. */
function toComparators(constraint: string): readonly Comparator[] | null {
  const text = constraint.trim().replace(/@(?:stable|dev|alpha|beta|RC)$/i, '');
  if (text === '' || text === '*') return [];
  const [, symbol = '', bound = ''] = /^(\^|~|>=|<=|!=|<>|==|=|>|<)?\s*v?(\S+)$/.exec(text) ?? [];
  const parts = (/^\d+(?:\.\d+)*/.exec(bound)?.[0] ?? '').split('.');
  if (parts[0] === '') return bound === '' ? null : [{ operator: '=', version: bound }];
  const below = (index: number): readonly Comparator[] => [
    { operator: '>=', version: bound },
    { operator: '<', version: `${raise(parts, index)}-dev` },
  ];
  if (/\.[*x]$/i.test(bound)) {
    return [
      { operator: '>=', version: `${parts.join('.')}-dev` },
      { operator: '<', version: `${raise(parts, parts.length - 1)}-dev` },
    ];
  }
  if (symbol === '^') {
    const first = parts.findIndex((part) => !/^0+$/.test(part));
    return below(first === -1 ? parts.length - 1 : first);
  }
  if (symbol === '~') return below(Math.max(parts.length - 2, 0));
  const operator = symbol === '' || symbol === '==' ? '=' : symbol === '<>' ? '!=' : symbol;
  return [{ operator: operator as Comparator['operator'], version: bound }];
}

/** Whether a version meets a constraint: `||` between alternatives, commas or spaces join, ` - ` is a hyphen range. */
export function satisfiesComposerRange(version: string, range: string): boolean {
  return range.split(/\|\|?/).some((alternative) => {
    const joined = alternative
      .trim()
      .replace(/^(\S+) +- +(\S+)$/, '>=$1 <=$2')
      .replaceAll(/([<>=!~^]+)\s+/g, '$1');
    if (joined === '') return false;
    const lists = joined.split(/[\s,]+/).map(toComparators);
    return lists.every((list) => list !== null && meetsAll(version, list, compareComposerVersions));
  });
}
