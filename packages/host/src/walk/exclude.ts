import { SecureScanError } from '@securescan/model';
import { judgePath, parseIgnorePattern, type IgnoreRules } from './ignore-rules.ts';
import { toByteString } from './path-text.ts';

const MAX_ALTERNATIVES = 256;

/**
 * Rules of `--exclude` globs, relative to the root. They are read like lines of an ignore file (`*.min.js` anywhere,
 * `docs/` as a directory, `/gen/**` from the root), and `{a,b}` lists alternatives.
 */
export function toExcludeRules(globs: readonly string[]): IgnoreRules | null {
  const patterns = globs
    .flatMap((glob) => expandBraces(glob.replace(/^\.\//, '/')))
    .map((glob) => parseIgnorePattern(toByteString(glob)))
    .filter((pattern) => pattern !== null);
  return patterns.length === 0 ? null : { base: '', patterns, parent: null };
}

/** True when the globs leave the path out. */
export function isExcluded(rules: IgnoreRules | null, path: string, isDirectory: boolean): boolean {
  return rules !== null && judgePath(rules, path, isDirectory) === 'ignored';
}

/** True when the globs leave out the file or a directory above it. */
export function isFileExcluded(rules: IgnoreRules | null, path: string): boolean {
  if (rules === null) return false;
  const bytes = toByteString(path);
  for (let end = bytes.indexOf('/'); end !== -1; end = bytes.indexOf('/', end + 1)) {
    if (isExcluded(rules, bytes.slice(0, end), true)) return true;
  }
  return isExcluded(rules, bytes, false);
}

function expandBraces(glob: string): string[] {
  let globs = [glob];
  for (;;) {
    const expanded = globs.flatMap(expandFirst);
    if (expanded.length > MAX_ALTERNATIVES) {
      throw new SecureScanError(
        'E_ARGUMENT',
        `The exclude pattern ${JSON.stringify(glob)} stands for more than ${MAX_ALTERNATIVES} patterns; use fewer alternatives in braces.`,
      );
    }
    if (expanded.length === globs.length) return globs;
    globs = expanded;
  }
}

/** Expands the first innermost `{a,b}`. */
function expandFirst(glob: string): string[] {
  const match = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (match === null) return [glob];
  const before = glob.slice(0, match.index);
  const after = glob.slice(match.index + match[0].length);
  return (match[1] ?? '').split(',').map((choice) => before + choice + after);
}
