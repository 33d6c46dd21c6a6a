import type { PathStep } from '../controls/attribute-path.ts';
import type { MapValue, Value } from '../evaluate/values.ts';
import type { Span } from '../hcl/span.ts';

/** What a path leads to. */
export type Lookup =
  | {
      readonly kind: 'found';
      readonly value: Value;
      /** The map that holds it, null when it is within something unknown. */
      readonly parent: MapValue | null;
    }
  | {
      readonly kind: 'missing';
      /** Where the nearest value around it stands. */
      readonly near: Span | null;
    };

/**
 * Follows a path; in a list the first element in which the whole rest of it is found wins. What is within an unknown value
 * is unknown, too.
 */
export function lookupFirst(value: Value, steps: readonly PathStep[]): Lookup {
  return follow(value, steps, 0, null);
}

function follow(value: Value, steps: readonly PathStep[], at: number, parent: MapValue | null): Lookup {
  const step = steps[at];
  if (step === undefined) return { kind: 'found', value, parent };
  if (value.kind === 'unknown') return { kind: 'found', value, parent: null };
  if (value.kind === 'map' || value.kind === 'object') {
    const item = step.kind === 'name' ? member(value, step.name) : undefined;
    if (item !== undefined) return follow(item, steps, at + 1, value);
    // A single map stands for a list of one where all elements are meant, as in Terraform.
    return step.kind === 'all' ? follow(value, steps, at + 1, parent) : { kind: 'missing', near: value.span };
  }
  if (value.kind !== 'list' && value.kind !== 'set') return { kind: 'missing', near: value.span };
  if (step.kind === 'index') {
    const item = value.items[step.index];
    return item === undefined ? { kind: 'missing', near: value.span } : follow(item, steps, at + 1, parent);
  }
  const next = step.kind === 'all' ? at + 1 : at;
  let missing: Lookup | null = null;
  let unknown: Lookup | null = null;
  for (const item of value.items) {
    if (item.kind === 'list' || item.kind === 'set') continue;
    const found = follow(item, steps, next, parent);
    if (found.kind === 'missing') missing ??= found;
    else if (item.kind === 'unknown') unknown ??= found;
    else return found;
  }
  return unknown ?? missing ?? { kind: 'missing', near: value.span };
}

/** Follows a path into every element of the lists on its way; at least one result. */
export function lookupAll(value: Value, steps: readonly PathStep[]): readonly Lookup[] {
  const found: Lookup[] = [];
  collect(value, steps, 0, null, found);
  return found;
}

function collect(value: Value, steps: readonly PathStep[], at: number, parent: MapValue | null, into: Lookup[]): void {
  const step = steps[at];
  if (step === undefined) {
    into.push({ kind: 'found', value, parent });
  } else if (value.kind === 'unknown') {
    into.push({ kind: 'found', value, parent: null });
  } else if (value.kind === 'map' || value.kind === 'object') {
    const item = step.kind === 'name' ? member(value, step.name) : undefined;
    if (item !== undefined) collect(item, steps, at + 1, value, into);
    else if (step.kind === 'all') {
      collect(value, steps, at + 1, parent, into);
    } else into.push({ kind: 'missing', near: value.span });
  } else if ((value.kind === 'list' || value.kind === 'set') && value.items.length > 0) {
    if (step.kind === 'index') {
      const item = value.items[step.index];
      if (item === undefined) into.push({ kind: 'missing', near: value.span });
      else collect(item, steps, at + 1, parent, into);
    } else {
      for (const item of value.items) collect(item, steps, step.kind === 'all' ? at + 1 : at, parent, into);
    }
  } else into.push({ kind: 'missing', near: value.span });
}

function member(value: MapValue, name: string): Value | undefined {
  return value.entries.get(name) ?? value.rest ?? undefined;
}
