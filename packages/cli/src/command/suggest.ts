import { findNearest } from '@securescan/model';

/** `; did you mean X?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const nearest = findNearest(word, candidates);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** `; see securescan scan --help`, as a sentence of its own after a question. */
export function seeHelp(before: string, command = ''): string {
  return `${before.endsWith('?') ? ' See' : '; see'} securescan ${command === '' ? '' : `${command} `}--help`;
}
