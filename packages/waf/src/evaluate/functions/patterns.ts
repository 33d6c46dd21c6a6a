import { RE2JS } from 're2js';
import { EvaluationError } from '../evaluation-error.ts';
import { list, map, nullValue, string, type Value } from '../values.ts';
import { checkLength } from './function.ts';

const MAX_PATTERN_LENGTH = 4096;

/** Patterns are those of RE2, which take linear time; JavaScript's own do not, and the patterns come from strangers. */
function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new EvaluationError('The pattern is too long.');
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new EvaluationError(`The pattern is not valid: ${describe(error)}.`);
  }
}

type Matcher = ReturnType<RE2JS['matcher']>;

/** The match itself, or its groups: named ones as an object, others as a list. */
function toValue(pattern: RE2JS, matcher: Matcher): Value {
  const group = (at: number): Value => {
    const text = matcher.group(at);
    return text === null ? nullValue() : string(text);
  };
  const names = Object.entries(pattern.namedGroups()).toSorted(([, a], [, b]) => a - b);
  if (names.length > 0) return map(new Map(names.map(([name, at]) => [name, group(at)])));
  const count = matcher.groupCount();
  return count === 0 ? group(0) : list(Array.from({ length: count }, (_, index) => group(index + 1)));
}

export function matchFirst(pattern: string, text: string): Value {
  const compiled = compile(pattern);
  const matcher = compiled.matcher(text);
  if (!matcher.find()) throw new EvaluationError('The pattern matches nothing in the text.');
  return toValue(compiled, matcher);
}

export function matchAll(pattern: string, text: string): Value {
  const compiled = compile(pattern);
  const matcher = compiled.matcher(text);
  const found: Value[] = [];
  while (matcher.find()) found.push(toValue(compiled, matcher));
  return list(found);
}

/** `/pattern/` as the search text is a pattern, anything else is taken as it is. */
export function replaceText(text: string, search: string, replacement: string): string {
  if (search.length > 1 && search.startsWith('/') && search.endsWith('/')) {
    const pattern = compile(search.slice(1, -1));
    const matcher = pattern.matcher(text);
    let count = 0;
    while (matcher.find()) count += 1;
    // All that `$1` can put in from all matches is the whole text.
    const references = replacement.split('$').length - 1;
    checkLength(text.length * (1 + references) + count * replacement.length);
    try {
      return pattern.matcher(text).replaceAll(replacement);
    } catch (error) {
      throw new EvaluationError(`The replacement is not valid: ${describe(error)}.`);
    }
  }
  const count = search === '' ? text.length + 1 : text.split(search).length - 1;
  checkLength(text.length + count * replacement.length);
  return text.replaceAll(search, () => replacement);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
