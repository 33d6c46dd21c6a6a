import { bool, list, map, mark, nullValue, number, string, unknown, type Value } from '../../evaluate/values.ts';
import { isRecord } from '../../plan/plan-text.ts';

const LATER = 'known after apply';

export interface ValueMarks {
  /** `after_unknown`: true where the value is settled at apply. */
  readonly unknown: unknown;
  /** `sensitive_values` and `after_sensitive`. */
  readonly sensitive: readonly unknown[];
  /** The expressions of the configuration, undefined where there is none: what is written stays though it is empty. */
  readonly written: unknown;
}

/**
 * A planned value. A plan names every attribute of a resource's schema: those that are null, and kinds of blocks of which
 * there is none, are not set, so they are left out as in code.
 */
export function plannedValue(plain: unknown, marks: ValueMarks): Value {
  const sensitive = marks.sensitive.includes(true);
  if (marks.unknown === true) return mark(unknown(LATER), sensitive);
  return mark(convert(plain, marks), sensitive);
}

function convert(plain: unknown, marks: ValueMarks): Value {
  if (typeof plain === 'string') return string(plain);
  if (typeof plain === 'number') return number(plain);
  if (typeof plain === 'boolean') return bool(plain);
  if (Array.isArray(plain)) return list(plain.map((item, index) => plannedValue(item, marksAt(marks, index))));
  return isRecord(plain) || isRecord(marks.unknown) ? objectValue(plain, marks) : nullValue();
}

function objectValue(plain: unknown, marks: ValueMarks): Value {
  const own = isRecord(plain) ? plain : {};
  const later = isRecord(marks.unknown) ? marks.unknown : {};
  const entries = new Map<string, Value>();
  for (const name of new Set([...Object.keys(own), ...Object.keys(later)])) {
    const below = marksAt(marks, name);
    const content = Object.hasOwn(own, name) ? own[name] : undefined;
    if (below.unknown !== true && !isSet(content, below)) continue;
    entries.set(name, plannedValue(content, below));
  }
  return map(entries);
}

function isSet(content: unknown, { unknown: later, written }: ValueMarks): boolean {
  if (isRecord(later) && Object.keys(later).length > 0) return true;
  if (Array.isArray(content) && content.length === 0) return written !== undefined;
  return content !== null && content !== undefined;
}

/** The marks of a part. Expressions have blocks in lists; a dynamic block stands for all of its kind. */
function marksAt({ unknown: later, sensitive, written }: ValueMarks, key: string | number): ValueMarks {
  const expression = at(written, key) ?? (typeof key === 'number' ? at(written, 0) : undefined);
  return {
    unknown: at(later, key),
    sensitive: sensitive.map((one) => one === true || at(one, key)),
    written: expression,
  };
}

function at(container: unknown, key: string | number): unknown {
  if (Array.isArray(container)) return typeof key === 'number' ? (container[key] as unknown) : undefined;
  return isRecord(container) && Object.hasOwn(container, key) ? container[key] : undefined;
}
