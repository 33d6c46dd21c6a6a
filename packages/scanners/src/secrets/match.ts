import { shannonEntropy } from './entropy.ts';
import { hasDecoyContext, isPlaceholder, isUnlikelySecret } from './filters.ts';
import { buildKeywordAutomaton } from './keyword-automaton.ts';
import type { SecretRule } from './rule.ts';

/** A secret in a text; offsets are UTF-16 units of the value, not of the whole match. */
export interface SecretMatch {
  readonly rule: SecretRule;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

interface Candidate extends SecretMatch {
  readonly priority: number;
}

interface Scan {
  readonly candidates: Candidate[];
  /** Per rule, where its last match ended: keywords inside that match do not start another. */
  readonly consumedTo: Float64Array;
}

/** Finds secrets in one pass over a text. */
export type SecretMatcher = (text: string) => readonly SecretMatch[];

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function judge(rule: SecretRule, text: string, at: number, match: RegExpExecArray): SecretMatch | null {
  const groups = match.groups ?? {};
  const value = groups['value'] ?? groups['double'] ?? groups['single'] ?? groups['tick'] ?? match[0];
  // The value may stand before the keyword (look-behind), so it is sought from the end of the match backwards.
  const start = value === match[0] ? at : text.lastIndexOf(value, at + match[0].length - 1);
  const end = start + value.length;
  if (rule.minEntropy !== undefined && shannonEntropy(value) < rule.minEntropy) return null;
  if (isPlaceholder(value, rule.kind) || rule.allow?.some((allowed) => allowed.test(value))) return null;
  if (rule.near && !rule.near.test(text.slice(Math.max(0, at - 300), at))) return null;
  if (rule.kind === 'generic') {
    if (text[at - 1] === '/') return null; // the name is a path (`/etc/passwd: …`)
    const before = text.charCodeAt(start - 1);
    const quoted = before === 34 || before === 39 || before === 96;
    if (isUnlikelySecret(value, quoted) || hasDecoyContext(text, start, end)) return null;
    if (!quoted && text[end] === '(') return null;
  }
  return { rule, start, end, value };
}

/** Where values overlap, the rule that comes first in the list names the secret. */
function keepBest(candidates: Candidate[]): readonly SecretMatch[] {
  candidates.sort((a, b) => a.start - b.start || a.priority - b.priority || b.end - a.end);
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const last = kept.at(-1);
    if (!last || candidate.start >= last.end) kept.push(candidate);
    else if (candidate.priority < last.priority) kept[kept.length - 1] = candidate;
  }
  return kept;
}

/**
 * Compiles rules into a matcher: an automaton finds all keywords in one pass, and only where one stands are the rules
 * that name it tried, each from that place on. The work per keyword is bounded, so the work is linear in the text.
 */
export function compileMatcher(rules: readonly SecretRule[]): SecretMatcher {
  const keywords = [...new Set(rules.flatMap((rule) => rule.keywords))];
  const automaton = buildKeywordAutomaton(keywords);
  const rulesOf = keywords.map((keyword) =>
    rules.flatMap((rule, priority) => (rule.keywords.includes(keyword) ? [{ rule, priority }] : [])),
  );
  const { classOf, next, classCount, acceptFrom, accepted } = automaton;

  function collect(text: string, state: number, endOfKeyword: number, scan: Scan): void {
    const { candidates, consumedTo } = scan;
    for (const keyword of accepted[(state - acceptFrom) / classCount] ?? []) {
      const at = endOfKeyword - (keywords[keyword]?.length ?? 0);
      const inWord = at > 0 && isLetterOrDigit(text.charCodeAt(at - 1));
      for (const { rule, priority } of rulesOf[keyword] ?? []) {
        if ((inWord && rule.inWord !== true) || at < (consumedTo[priority] as number)) continue;
        rule.pattern.lastIndex = at;
        const match = rule.pattern.exec(text);
        if (match === null) continue;
        consumedTo[priority] = at + match[0].length;
        const found = judge(rule, text, at, match);
        if (found) candidates.push({ ...found, priority });
      }
    }
  }

  return (text) => {
    const scan: Scan = { candidates: [], consumedTo: new Float64Array(rules.length) };
    const { length } = text;
    let state = 0;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      state = next[state + (code < 128 ? (classOf[code] as number) : 0)] as number;
      if (state >= acceptFrom) collect(text, state, i + 1, scan);
    }
    return keepBest(scan.candidates);
  };
}
