import { firstCodePoints } from '@securescan/model';

// Each pattern is linear: no nested repetition, and every repetition is bounded or cannot match what follows it.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]{0,40}-----[^-]*(?:-----END [A-Z0-9 ]{0,40}-----)?/g, '[key removed]'],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,300}@/gi, '$1[credentials removed]@'],
  [/\b(bearer|basic)\s{1,4}[\w.~+/=-]{6,}/gi, '$1 [removed]'],
  [
    /\b([\w.-]{0,40}(?:passw(?:or)?d|pwd|secret|token|api[_-]?key|apikey|private[_-]?key|credential)[\w.-]{0,40}["']?\s{0,4}[:=]{1,2}\s{0,4})(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;]+)/gi,
    '$1[removed]',
  ],
];

/** Runs that could be a key: long, and of mixed letters and digits, as words and paths are not. */
const TOKEN = /[A-Za-z0-9+_=-]{20,}/g;

function looksRandom(run: string): boolean {
  if (!/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  return new Set(run).size >= 10;
}

/**
 * Takes out of a text what looks like a secret, and cuts it to `limit` code points. Meant to err on the side of removing:
 * the text goes to a service that explains problems, not one that needs the values.
 */
export function redact(text: string, limit: number): string {
  // Cut first, so that no pattern meets a text of any length; with room, so that a secret at the edge is still whole.
  let out = firstCodePoints(text, limit * 2);
  for (const [pattern, replacement] of SECRETS) out = out.replaceAll(pattern, replacement);
  out = out.replaceAll(TOKEN, (run) => (looksRandom(run) ? '[removed]' : run));
  return firstCodePoints(out, limit);
}
