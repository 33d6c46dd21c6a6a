import type { InputIssue } from '../problem/http-problem.ts';
import { toEcho } from '../problem/echo.ts';
import { type Place, toValueError } from '../problem/zod-issues.ts';

/** Text that not every database can hold: U+0000, and half of a surrogate pair. */
function explain(text: string): Pick<InputIssue, 'type' | 'msg' | 'ctx'> | null {
  if (text.includes('\0')) return toValueError('must not contain null bytes');
  if (!text.isWellFormed()) {
    return { type: 'string_unicode', msg: 'Input should be a valid string, without half of a surrogate pair' };
  }
  return null;
}

/** Every text inside a value that cannot be stored; names of members are not looked at, since unknown ones are dropped. */
export function findUnstorableText(place: Place, value: unknown): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  const walk = (here: unknown, loc: readonly (string | number)[]): void => {
    if (typeof here === 'string') {
      const text = explain(here);
      if (text)
        issues.push({
          type: text.type,
          loc,
          msg: text.msg,
          input: toEcho(here),
          ...(text.ctx ? { ctx: text.ctx } : {}),
        });
    } else if (Array.isArray(here)) here.forEach((item, index) => walk(item, [...loc, index]));
    else if (typeof here === 'object' && here !== null) {
      for (const [name, member] of Object.entries(here)) walk(member, [...loc, name]);
    }
  };
  walk(value, [place]);
  return issues;
}
