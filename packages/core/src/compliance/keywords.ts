import type { Control } from './framework.ts';

interface Phrase {
  readonly words: readonly string[];
  readonly keyword: string;
  readonly control: Control;
  /** Case counts. */
  readonly exact: boolean;
}

export interface KeywordMatch {
  readonly control: Control;
  readonly keyword: string;
}

/** Finds the keywords of controls in a text, as whole words. */
export type KeywordFinder = (text: string) => readonly KeywordMatch[];

const WORDS = /[\p{L}\p{N}]+/gu;

/** Makes the finder for all controls; a text costs one look-up per word. */
export function createKeywordFinder(controls: readonly Control[]): KeywordFinder {
  const phrases = Map.groupBy(controls.flatMap(toPhrases), ({ words }) => words[0] ?? '');
  return (text) => {
    const written = text.match(WORDS) ?? [];
    const lower = written.map((word) => word.toLowerCase());
    const found: KeywordMatch[] = [];
    for (let at = 0; at < lower.length; at += 1) {
      for (const first of firstWords(lower[at] ?? '')) {
        for (const phrase of phrases.get(first) ?? []) {
          if (startsHere(phrase, phrase.exact ? written : lower, at)) found.push(phrase);
        }
      }
    }
    return found;
  };
}

function toPhrases(control: Control): readonly Phrase[] {
  const toPhrase = (keyword: string, exact: boolean): Phrase => ({
    words: (keyword.match(WORDS) ?? []).map((word) => word.toLowerCase()),
    keyword,
    control,
    exact,
  });
  return [
    ...control.keywords.map((keyword) => toPhrase(keyword, false)),
    ...(control.exactKeywords ?? []).map((keyword) => toPhrase(keyword, true)),
  ].filter(({ words }) => words.length > 0);
}

/** A plural `s` is no other word. */
function firstWords(word: string): readonly string[] {
  return word.endsWith('s') ? [word, word.slice(0, -1)] : [word];
}

function startsHere({ words, keyword, exact }: Phrase, text: readonly string[], at: number): boolean {
  if (exact) return text[at] === keyword;
  return words.every((word, i) => {
    const there = text[at + i];
    return there === word || (i === words.length - 1 && there === `${word}s`);
  });
}
