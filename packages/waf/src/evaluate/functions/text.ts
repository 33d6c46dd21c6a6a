import { EvaluationError } from '../evaluation-error.ts';
import { bool, list, string, type Value } from '../values.ts';
import { formatText } from './format.ts';
import { checkLength, type FunctionTable, integerOf, onText, takes, textOf, texts, textsOf } from './function.ts';
import { matchAll, matchFirst, replaceText } from './patterns.ts';

const MANY = Number.POSITIVE_INFINITY;
// allow(locale): clusters of characters as HCL counts them; the segmentation of `und` is the same everywhere.
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The characters of a text as a reader sees them. */
export function charactersOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function about(run: (text: string, part: string) => boolean) {
  return takes(2, 2, ([text, part]) => bool(run(textOf(text), textOf(part))));
}

function trimSet(text: string, set: string): string {
  const characters = new Set(set);
  const all = Array.from(text);
  let from = 0;
  let to = all.length;
  while (from < to && characters.has(all[from] ?? '')) from += 1;
  while (to > from && characters.has(all[to - 1] ?? '')) to -= 1;
  return all.slice(from, to).join('');
}

export const textFunctions: FunctionTable = {
  chomp: onText((text) => {
    let end = text.length;
    while (end > 0 && (text.charAt(end - 1) === '\n' || text.charAt(end - 1) === '\r')) end -= 1;
    return text.slice(0, end);
  }),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  title: onText((text) =>
    text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  ),
  trimspace: onText((text) => text.trim()),
  strrev: onText((text) => charactersOf(text).toReversed().join('')),
  startswith: about((text, part) => text.startsWith(part)),
  endswith: about((text, part) => text.endsWith(part)),
  strcontains: about((text, part) => text.includes(part)),
  trim: takes(2, 2, ([text, set]) => string(trimSet(textOf(text), textOf(set)))),
  trimprefix: takes(2, 2, ([text, prefix]) => {
    const [whole, start] = [textOf(text), textOf(prefix)];
    return string(whole.startsWith(start) ? whole.slice(start.length) : whole);
  }),
  trimsuffix: takes(2, 2, ([text, suffix]) => {
    const [whole, end] = [textOf(text), textOf(suffix)];
    return string(end !== '' && whole.endsWith(end) ? whole.slice(0, -end.length) : whole);
  }),
  substr: takes(3, 3, ([text, offset, length]) => {
    const characters = charactersOf(textOf(text));
    const at = integerOf(offset);
    const from = Math.max(0, at < 0 ? characters.length + at : at);
    const count = integerOf(length);
    return string(characters.slice(from, count < 0 ? characters.length : from + count).join(''));
  }),
  indent: takes(2, 2, ([spaces, text]) => {
    const count = integerOf(spaces);
    if (count < 0 || count > 1000) throw new EvaluationError(`${count} is no usable number of spaces.`);
    return string(replaceText(textOf(text), '\n', `\n${' '.repeat(count)}`));
  }),
  join: takes(1, MANY, ([separator, ...lists]) => {
    const parts = lists.flatMap(textsOf);
    const between = textOf(separator);
    checkLength(parts.reduce((sum, part) => sum + part.length + between.length, 0));
    return string(parts.join(between));
  }),
  split: takes(2, 2, ([separator, text]) => texts(textOf(text).split(textOf(separator)))),
  replace: takes(3, 3, ([text, search, replacement]) =>
    string(replaceText(textOf(text), textOf(search), textOf(replacement))),
  ),
  regex: takes(2, 2, ([pattern, text]) => matchFirst(textOf(pattern), textOf(text))),
  regexall: takes(2, 2, ([pattern, text]) => matchAll(textOf(pattern), textOf(text))),
  format: takes(1, MANY, ([format, ...values]) => string(formatText(textOf(format), values))),
  formatlist: takes(1, MANY, ([format, ...values]) => {
    const lengths = values.filter(isList).map((value) => value.items.length);
    const length = lengths[0] ?? 1;
    if (lengths.some((other) => other !== length)) throw new EvaluationError('The lists are not of the same length.');
    let total = 0;
    const made = Array.from({ length }, (_, index) => {
      const row = values.map((value) => (isList(value) ? (value.items[index] ?? value) : value));
      const text = formatText(textOf(format), row);
      total += text.length;
      checkLength(total);
      return string(text);
    });
    return list(made);
  }),
  sort: takes(1, 1, ([value]) => texts(textsOf(value).toSorted((a, b) => (a < b ? -1 : Number(a > b))))),
};

function isList(value: Value): value is Extract<Value, { readonly kind: 'list' | 'set' }> {
  return value.kind === 'list' || value.kind === 'set';
}
