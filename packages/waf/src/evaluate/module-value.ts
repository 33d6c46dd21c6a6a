import type { Span } from '../hcl/span.ts';
import type { EvaluatedObject, InstanceKey } from './evaluated.ts';
import { EvaluationError } from './evaluation-error.ts';
import { list, map, unknown, type Value } from './values.ts';

/** One instance of a module call. */
interface ModuleInstance {
  readonly key: InstanceKey;
  readonly object: EvaluatedObject;
  /** Null for a module that is not part of the tree. */
  readonly outputs: (() => Value) | null;
}

/** What `module.name` gives: the outputs, by instance when there may be several. */
export function moduleValue(name: string, instances: readonly ModuleInstance[]): Value {
  const valueOf = ({ outputs, object }: ModuleInstance): Value => outputs?.() ?? foreignOutput(name, object.span);
  const stranger = instances.find(({ key }) => key.kind === 'unknown')?.key;
  if (stranger?.kind === 'unknown') return unknown(stranger.reason);
  const [first] = instances;
  if (first?.key.kind === 'single') return valueOf(first);
  if (first?.key.kind === 'each') {
    return map(new Map(instances.map((one) => [one.key.kind === 'each' ? one.key.key : '', valueOf(one)])));
  }
  return list(instances.map(valueOf));
}

export function foreignOutput(name: string, span: Span): Value {
  return unknown(`module.${name} is not part of what is read`, span);
}

/** An output of a module that has instances, named without saying of which. */
export function outputOfMany(value: Value, output: string, span: Span): Value {
  if (value.kind === 'unknown') return value;
  throw new EvaluationError(
    `This module has several instances; which one's ${output} is meant stands in brackets.`,
    span,
  );
}

/** The key that a reference names an instance with, empty when there is none or it is unknown. */
export function keyText(key: InstanceKey): string {
  if (key.kind === 'count') return `${key.index}`;
  return key.kind === 'each' ? key.key : '';
}
