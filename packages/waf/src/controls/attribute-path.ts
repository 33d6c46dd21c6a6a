/** One step from a value into it. */
export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' };

const MAX_STEPS = 50;

/**
 * Reads `a.b`, `list[0].c`, `list[*].c` and `labels."app.kubernetes.io/name"` or `labels["app.kubernetes.io/name"]`. Names without brackets and quotes are taken
 * as they are.
 * @throws SyntaxError with what is wrong
 */
export function parseAttributePath(text: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let at = 0;
  const fail = (why: string): never => {
    throw new SyntaxError(why);
  };
  while (at <= text.length) {
    if (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) fail('the quotation mark is not closed');
      steps.push({ kind: 'name', name: text.slice(at + 1, end) });
      at = end + 1;
    } else {
      const [name] = /^[^.[]*/.exec(text.slice(at)) ?? [''];
      if (name === '') fail('a name between the dots is missing');
      steps.push({ kind: 'name', name });
      at += name.length;
    }
    while (text[at] === '[') {
      const bracket =
        /^\[(?:(\*)|(\d{1,6})|"([^"]*)")\]/.exec(text.slice(at)) ?? fail('brackets hold a number, a "name" or *');
      const [, all, index, name] = bracket;
      if (name !== undefined) steps.push({ kind: 'name', name });
      else steps.push(all === '*' ? { kind: 'all' } : { kind: 'index', index: Number(index) });
      at += bracket[0].length;
    }
    if (steps.length > MAX_STEPS) fail(`it has more than ${MAX_STEPS} steps`);
    if (at === text.length) return steps;
    if (text[at] !== '.') fail('a dot is missing');
    at += 1;
  }
  return fail('it ends with a dot');
}
