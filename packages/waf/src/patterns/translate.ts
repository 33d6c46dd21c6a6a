/** A regular expression in the syntax of Python, in the two forms that can run here. */
export interface TranslatedPattern {
  /** For RE2, which takes linear time. */
  readonly linear: string;
  /** For the machine's own engine. */
  readonly backtracking: { readonly source: string; readonly flags: string };
  /** It looks around or refers back, which RE2 does not know. */
  readonly needsBacktracking: boolean;
}

const LEADING_FLAGS = /^\(\?([aiLmsux]+)\)/;

/**
 * Translates what Python writes in another way: `(?P<n>…)`, `(?P=n)`, `\A`, `\Z`, `{,n}`, a leading `(?i)`, and `$`, which
 * also stands before a line feed at the end.
 * @throws SyntaxError for what has no counterpart
 */
export function translatePattern(pattern: string): TranslatedPattern {
  const flags = LEADING_FLAGS.exec(pattern)?.[1] ?? '';
  if (flags.includes('x')) throw new SyntaxError('the flag x is not supported; write the pattern without blanks');
  const known = [...new Set(flags)].filter((flag) => 'ims'.includes(flag)).join('');
  const body = flags === '' ? pattern : pattern.slice(flags.length + 3);
  const linear: string[] = [known === '' ? '' : `(?${known})`];
  const backtracking: string[] = [];
  let needsBacktracking = false;
  const names = new Set<string>();
  const push = (one: string, other = one): void => {
    linear.push(one);
    backtracking.push(other);
  };

  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at] ?? '';
    if (sign === '\\') {
      const next = body[at + 1] ?? '';
      at += 1;
      if (next === 'A') push(String.raw`\A`, String.raw`(?<![\s\S])`);
      else if (next === 'Z') push(String.raw`\z`, String.raw`(?![\s\S])`);
      else {
        if (/[1-9]/.test(next)) needsBacktracking = true;
        push(sign + next);
      }
    } else if (sign === '[') {
      const end = endOfClass(body, at);
      const text = body.slice(at, end);
      push(text.replaceAll(/\[(?!:)/g, (found, index: number) => (index === 0 ? found : String.raw`\[`)));
      at = end - 1;
    } else if (sign === '$' && !flags.includes('m')) {
      push(String.raw`(?:\n?\z)`, String.raw`(?=\n?(?![\s\S]))`);
    } else if (body.startsWith('{,', at) && /^\{,\d+\}/.test(body.slice(at))) {
      push('{0');
    } else if (sign === '(' && body[at + 1] === '?') {
      const group = /^\(\?(?:P=(\w+)\)|P<(\w+)>|#[^)]*\)|<?[=!])/.exec(body.slice(at));
      if (group === null) push(sign);
      else {
        const [text, reference, name] = group;
        at += text.length - 1;
        if (name !== undefined) {
          names.add(name);
          push(text, `(?<${name}>`);
        } else if (reference !== undefined) {
          if (!names.has(reference)) throw new SyntaxError(`there is no group named ${reference} before it`);
          needsBacktracking = true;
          push('', String.raw`\k<${reference}>`);
        } else if (!text.startsWith('(?#')) {
          needsBacktracking = true;
          push(text);
        }
      }
    } else push(sign);
  }
  return {
    linear: linear.join(''),
    backtracking: { source: backtracking.join(''), flags: known },
    needsBacktracking,
  };
}

/** Where the class that begins here ends; `]` as its first sign belongs to it. */
function endOfClass(body: string, from: number): number {
  let at = from + 1;
  if (body[at] === '^') at += 1;
  if (body[at] === ']') at += 1;
  for (; at < body.length; at += 1) {
    if (body[at] === '\\') at += 1;
    else if (body[at] === ']') return at + 1;
  }
  return body.length;
}
