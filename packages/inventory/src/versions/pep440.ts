import { compareCodePoints } from '@securescan/model';
import { type Comparator, meetsAll } from './comparators.ts';
import { compareDigits, compareLists } from './numbers.ts';

/** A parsed PEP 440 version. Missing parts are null; numbers stay digits, so no size is too large. */
interface PythonVersion {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: readonly [kind: string, number: string] | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const PRE_KINDS: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' };

/** Reads a version; null when it is not one of PEP 440. */
function parsePythonVersion(text: string): PythonVersion | null {
  const match = VERSION.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, epoch, release = '', preKind, preNumber, postShort, postWord, postNumber, devWord, devNumber, local] = match;
  return {
    epoch: epoch ?? '0',
    release: release.split('.'),
    pre: preKind === undefined ? null : [PRE_KINDS[preKind] ?? preKind, preNumber || '0'],
    post: postShort ?? (postWord === undefined ? null : postNumber || '0'),
    dev: devWord === undefined ? null : devNumber || '0',
    local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

/** Rank of the suffix: a development release of the final comes before its pre-releases, those before the final. */
function comparePre(a: PythonVersion, b: PythonVersion): number {
  const rank = ({ pre, post, dev }: PythonVersion) => (pre ? 1 : post === null && dev !== null ? 0 : 2);
  const order = rank(a) - rank(b);
  if (order !== 0 || !a.pre || !b.pre) return order;
  return compareCodePoints(a.pre[0], b.pre[0]) || compareDigits(a.pre[1], b.pre[1]);
}

function compareOptional(a: string | null, b: string | null, whenMissing: 'first' | 'last'): number {
  if (a !== null && b !== null) return compareDigits(a, b);
  const order = Number(a !== null) - Number(b !== null);
  return whenMissing === 'first' ? order : -order;
}

function compareLocal(a: readonly string[], b: readonly string[]): number {
  return compareLists(
    a,
    b,
    (x, y) => {
      const xIsNumber = /^\d+$/.test(x);
      const yIsNumber = /^\d+$/.test(y);
      if (xIsNumber && yIsNumber) return compareDigits(x, y);
      // Nothing, then words, then numbers.
      const rank = (part: string, isNumber: boolean) => (part === '' ? 0 : isNumber ? 2 : 1);
      return rank(x, xIsNumber) - rank(y, yIsNumber) || compareCodePoints(x, y);
    },
    '',
  );
}

function comparePublic(a: PythonVersion, b: PythonVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, compareDigits, '0') ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, 'first') ||
    compareOptional(a.dev, b.dev, 'last')
  );
}

/**
 * Order of Python versions. What is not a version of PEP 440 sorts before everything that is.
 * @see https://peps.python.org/pep-0440/
 */
export function comparePythonVersions(a: string, b: string): number {
  const x = parsePythonVersion(a);
  const y = parsePythonVersion(b);
  if (!x || !y) return !x && !y ? compareCodePoints(a, b) : Number(x !== null) - Number(y !== null);
  return comparePublic(x, y) || compareLocal(x.local, y.local);
}

function matchesPrefix(version: PythonVersion, prefix: string): boolean {
  const wanted = parsePythonVersion(prefix);
  return (
    wanted !== null &&
    compareDigits(wanted.epoch, version.epoch) === 0 &&
    wanted.release.every((part, i) => compareDigits(part, version.release[i] ?? '0') === 0)
  );
}

function meetsClause(text: string, version: PythonVersion, clause: string): boolean {
  const [, operator, bound = ''] = /^(===|==|!=|~=|<=|>=|<|>)\s*(\S+)$/.exec(clause.trim()) ?? [];
  if (operator === undefined) return false;
  if (operator === '===') return text.trim().toLowerCase() === bound.toLowerCase();
  if (bound.endsWith('.*')) return matchesPrefix(version, bound.slice(0, -2)) === (operator === '==');
  const parsedBound = parsePythonVersion(bound);
  if (!parsedBound) return false;
  if (operator === '~=') {
    const prefix = parsedBound.release.slice(0, -1).join('.');
    return comparePublic(version, parsedBound) >= 0 && matchesPrefix(version, `${parsedBound.epoch}!${prefix}`);
  }
  // A local label counts only where the clause has one.
  const subject = parsedBound.local.length > 0 ? text : (text.split('+')[0] ?? text);
  const symbol = operator === '==' ? '=' : operator;
  return meetsAll(subject, [{ operator: symbol as Comparator['operator'], version: bound }], comparePythonVersions);
}

/** Whether a version meets a comma-separated specifier set (`>=1.0,!=1.3.*,<2`). */
export function satisfiesPythonRange(version: string, range: string): boolean {
  const parsed = parsePythonVersion(version);
  if (!parsed) return false;
  return range
    .split(',')
    .filter((clause) => clause.trim() !== '')
    .every((clause) => meetsClause(version, parsed, clause));
}
