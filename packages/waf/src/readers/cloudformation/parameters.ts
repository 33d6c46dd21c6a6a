import { fromPlain } from '../../evaluate/plain.ts';
import { list, map, mark, number, string, unknown, type Value } from '../../evaluate/values.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { type DataNode, entryOf, isMap, textOf } from '../data/data-node.ts';
import { toValue } from '../data/to-value.ts';

/** Values of parameters by their names; those that nobody gives are unknown. */
export type Parameters = ReadonlyMap<string, Value>;

/** Why an expression has no value yet. */
export const SETTLED_LATER = 'it is settled when the stack is deployed';

/** Parameters with the values given for this check, else with their defaults. */
export function readParameters(template: DataNode, given: Readonly<Record<string, unknown>> = {}): Parameters {
  const declared = entryOf(template, 'Parameters');
  const result = new Map<string, Value>();
  if (!isMap(declared)) return result;
  for (const [name, node] of declared.entries) {
    const initial = entryOf(node, 'Default');
    const type = textOf(entryOf(node, 'Type')) ?? 'String';
    const secret = String(toText(entryOf(node, 'NoEcho'))) === 'true';
    let value: Value = unknown(`the parameter ${name} has no default`, node.span);
    if (Object.hasOwn(given, name)) value = fromPlain(given[name]);
    // The name of a parameter of Systems Manager is not its value.
    else if (initial !== undefined && !type.startsWith('AWS::SSM::')) value = toValue(initial);
    result.set(name, mark(typed(value, type), secret));
  }
  return result;
}

/** One variable for each parameter, `param.<name>`. */
export function parameterBlocks(template: DataNode, parameters: Parameters): readonly InfrastructureBlock[] {
  const declared = entryOf(template, 'Parameters');
  if (!isMap(declared)) return [];
  return [...declared.entries].map(([name, node]) => {
    const attributes = toValue(node);
    return {
      kind: 'variable',
      type: name,
      name,
      address: `param.${name}`,
      value: parameters.get(name) ?? null,
      attributes: attributes.kind === 'object' ? attributes : map(new Map(), node.span),
      span: node.span,
      references: [],
    };
  });
}

function toText(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? String(node.value) : undefined;
}

function typed(value: Value, type: string): Value {
  if (value.kind !== 'string' && value.kind !== 'number') return value;
  if (type === 'Number') {
    const plain = Number(value.value);
    return String(value.value).trim() !== '' && Number.isFinite(plain) ? number(plain, value.span) : value;
  }
  if (type !== 'CommaDelimitedList' && !type.startsWith('List<')) return value;
  const parts = String(value.value).split(',');
  return list(
    parts.map((part) => string(part.trim(), value.span)),
    value.span,
  );
}
