import { RE2JS } from 're2js';
import { translatePattern } from './translate.ts';

const MAX_PATTERN_LENGTH = 2000;
/** Steps that the machine's own engine may need at worst, some tenths of a second. */
const MAX_STEPS = 1e7;
const MAX_TEXT_LENGTH = 1_000_000;

/** Whether a text has a match somewhere; undefined when that would take too long. */
export interface Pattern {
  readonly source: string;
  readonly test: (text: string) => boolean | undefined;
  /** Why some texts cannot be tested; null for a pattern that runs in linear time. */
  readonly limit: string | null;
}

/**
 * A pattern in Python's syntax. It runs on RE2, in time that grows with the text. One that looks around or refers back,
 * which RE2 cannot, runs on the machine's own engine, and only on texts so short that the worst case is quick: patterns
 * and texts come from strangers.
 * @throws SyntaxError with what is wrong with the pattern
 */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new SyntaxError(`it has ${source.length} characters, more than ${MAX_PATTERN_LENGTH}`);
  }
  const translated = translatePattern(source);
  if (!translated.needsBacktracking) return linearPattern(source, translated.linear);
  const { source: text, flags } = translated.backtracking;
  const expression = compileOwn(text, flags);
  const maxLength = longestQuickText(text);
  return {
    source,
    test: (subject) => (subject.length > maxLength ? undefined : expression.test(subject)),
    limit: `the pattern looks around or refers back and is only tested on texts of up to ${maxLength} characters`,
  };
}

function linearPattern(source: string, text: string): Pattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(text);
  } catch (error) {
    throw new SyntaxError(describe(error), { cause: error });
  }
  return {
    source,
    test: (subject) => (subject.length > MAX_TEXT_LENGTH ? undefined : compiled.matcher(subject).find()),
    limit: null,
  };
}

function compileOwn(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new SyntaxError(describe(error), { cause: error });
  }
}

/**
 * How long a text may be for a pattern that backtracks. Each repetition outside of repeated groups multiplies the steps by
 * the length at most; a repeated group with repetitions or alternatives in it can double them with each character.
 */
function longestQuickText(source: string): number {
  const plain = source.replaceAll(/\\./gs, 'x').replaceAll(/\[\^?\]?[^\]]*\]/g, 'x');
  if (hasRepeatedChoice(plain)) return 16;
  const repeated = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const optional = plain.match(/(?<![(*+?}])\?/g)?.length ?? 0;
  const steps = MAX_STEPS / 2 ** Math.min(optional, 20);
  return Math.min(10_000, Math.max(16, Math.floor(steps ** (1 / (repeated + 1)))));
}

/** A group that is repeated and holds a repetition or an alternative. */
function hasRepeatedChoice(plain: string): boolean {
  const open: number[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    if (plain[at] === '(') open.push(at);
    if (plain[at] !== ')') continue;
    const from = open.pop() ?? 0;
    const inside = plain.slice(from + 1, at).replace(/^\?(?:[:=!]|<[=!]|<\w+>)/, '');
    if (/^[*+{]/.test(plain.slice(at + 1)) && /[*+?|{]/.test(inside)) return true;
  }
  return false;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
