/** How a comparison ended; the two kinds of giving up spare the callers useless attempts. */
type Outcome = 'match' | 'no-match' | 'abort-all' | 'abort-to-star-star';

/**
 * Steps after which a comparison is given up as "no match". Real patterns need a few hundred; a hostile one with many `**`
 * would otherwise take exponential time.
 */
const MAX_STEPS = 50_000;

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/,
  alpha: /^[A-Za-z]$/,
  blank: /^[ \t]$/,
  cntrl: /^[\x00-\x1f\x7f]$/,
  digit: /^[0-9]$/,
  graph: /^[\x21-\x7e]$/,
  lower: /^[a-z]$/,
  print: /^[\x20-\x7e]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[ \t-\r]$/,
  upper: /^[A-Z]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

/** Characters that are not themselves in a pattern. */
export function isGlobSpecial(character: string | undefined): boolean {
  return character === '*' || character === '?' || character === '[' || character === '\\';
}

/**
 * Shell-style comparison exactly as git does it for ignore files.
 * @param pattern - byte string (see `toByteString`)
 * @param text - byte string
 * @param pathname - `*` and `?` stop at slashes and `**` spans them; otherwise every star spans all
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function wildmatch(pattern: string, text: string, pathname: boolean): boolean {
  const run = { steps: 0, pathname };
  return compare(run, pattern, 0, text, 0) === 'match';
}

interface Run {
  steps: number;
  readonly pathname: boolean;
}

function compare(run: Run, pattern: string, patternStart: number, text: string, textStart: number): Outcome {
  let p = patternStart;
  let t = textStart;
  for (; p < pattern.length; p += 1, t += 1) {
    run.steps += 1;
    if (run.steps > MAX_STEPS) return 'abort-all';
    let expected = pattern[p];
    if (t >= text.length && expected !== '*') return 'abort-all';
    const actual = text[t];
    if (expected === '?') {
      if (run.pathname && actual === '/') return 'no-match';
    } else if (expected === '[') {
      const set = matchSet(pattern, p, actual ?? '');
      if (set === null) return 'abort-all';
      if (!set.matched || (run.pathname && actual === '/')) return 'no-match';
      p = set.end;
    } else if (expected === '*') {
      const star = readStar(run, pattern, p, patternStart);
      p = star.end;
      if (run.pathname && star.spansSlashes && pattern[p] === '/') {
        // `**/` may stand for nothing.
        if (compare(run, pattern, p + 1, text, t) === 'match') return 'match';
      }
      if (p >= pattern.length) return !star.spansSlashes && text.includes('/', t) ? 'no-match' : 'match';
      if (!star.spansSlashes && pattern[p] === '/') {
        const slash = text.indexOf('/', t);
        if (slash === -1) return 'no-match';
        t = slash;
        continue;
      }
      return compareAfterStar(run, pattern, p, text, t, star.spansSlashes);
    } else {
      if (expected === '\\') {
        p += 1;
        expected = pattern[p];
      }
      if (actual !== expected) return 'no-match';
    }
  }
  return t < text.length ? 'no-match' : 'match';
}

/** Reads one or more stars and says what they may span. */
function readStar(run: Run, pattern: string, start: number, patternStart: number) {
  let end = start + 1;
  while (pattern[end] === '*') end += 1;
  if (!run.pathname) return { end, spansSlashes: true };
  const wholeSegment =
    end > start + 1 &&
    (start === patternStart || pattern[start - 1] === '/') &&
    (end >= pattern.length || pattern[end] === '/' || (pattern[end] === '\\' && pattern[end + 1] === '/'));
  return { end, spansSlashes: wholeSegment };
}

function compareAfterStar(
  run: Run,
  pattern: string,
  p: number,
  text: string,
  start: number,
  spansSlashes: boolean,
): Outcome {
  const next = pattern[p];
  for (let t = start; t < text.length; t += 1) {
    if (!isGlobSpecial(next)) {
      // Everything before the next literal belongs to the star.
      t = findLiteral(text, t, next, spansSlashes);
      if (text[t] !== next) return 'no-match';
    }
    const outcome = compare(run, pattern, p, text, t);
    if (outcome !== 'no-match') {
      if (!spansSlashes || outcome !== 'abort-to-star-star') return outcome;
    } else if (!spansSlashes && text[t] === '/') {
      return 'abort-to-star-star';
    }
  }
  return 'abort-all';
}

/** Where the next literal, or a slash that a star does not span, stands. */
function findLiteral(text: string, start: number, next: string | undefined, spansSlashes: boolean): number {
  for (let t = start; t < text.length; t += 1) {
    if (text[t] === next || (text[t] === '/' && !spansSlashes)) return t;
  }
  return text.length;
}

/** Compares one character with the set that starts at `start`; null when the set is malformed. */
function matchSet(pattern: string, start: number, actual: string): { matched: boolean; end: number } | null {
  let p = start + 1;
  const negated = pattern[p] === '!' || pattern[p] === '^';
  if (negated) p += 1;
  let matched = false;
  let previous = '';
  do {
    let character = pattern[p];
    if (character === undefined) return null;
    if (character === '\\') {
      p += 1;
      character = pattern[p];
      if (character === undefined) return null;
      if (actual === character) matched = true;
    } else if (character === '-' && previous !== '' && pattern[p + 1] !== undefined && pattern[p + 1] !== ']') {
      p += 1;
      if (pattern[p] === '\\') p += 1;
      const last = pattern[p];
      if (last === undefined) return null;
      if (actual <= last && actual >= previous) matched = true;
      character = '';
    } else if (character === '[' && pattern[p + 1] === ':') {
      const close = pattern.indexOf(']', p + 2);
      if (close === -1) return null;
      if (close - (p + 2) - 1 < 0 || pattern[close - 1] !== ':') {
        // No `:]` follows, so the bracket is an ordinary member.
        if (actual === '[') matched = true;
      } else {
        const test = CLASSES[pattern.slice(p + 2, close - 1)];
        if (test === undefined) return null;
        if (test.test(actual)) matched = true;
        p = close;
        character = '';
      }
    } else if (actual === character) {
      matched = true;
    }
    previous = character;
    p += 1;
  } while (pattern[p] !== ']');
  return { matched: matched !== negated, end: p };
}
