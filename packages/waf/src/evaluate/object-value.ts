import type { EvaluatedBlock, EvaluatedBody, EvaluatedObject } from './evaluated.ts';
import { policyDocumentJson } from './policy-document.ts';
import { list, map, type MapValue, unknown, type UnknownValue, type Value } from './values.ts';

const META = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection']);

/** What a reference to a resource gives: what is written, and unknown for everything else. */
export function resourceValue(instances: readonly EvaluatedObject[], address: string): Value {
  const rest = unknown(`${address} is settled when it is created`);
  const [first] = instances;
  const stranger = instances.find(({ key }) => key.kind === 'unknown');
  if (stranger?.key.kind === 'unknown') return unknown(stranger.key.reason);
  if (first?.key.kind === 'single') return objectValue(first, rest);
  if (first?.key.kind === 'each') {
    return map(new Map(instances.map((one) => [one.key.kind === 'each' ? one.key.key : '', objectValue(one, rest)])));
  }
  return list(instances.map((one) => objectValue(one, rest)));
}

function objectValue(object: EvaluatedObject, rest: UnknownValue): Value {
  const value = bodyValue(object, rest);
  if (object.kind !== 'data' || object.type !== 'aws_iam_policy_document') return value;
  const json = policyDocumentJson(object);
  const entries = new Map(value.entries).set('json', json).set('minified_json', json);
  return map(entries, value.span, 'object', rest);
}

function bodyValue(body: EvaluatedBody, rest: UnknownValue): MapValue {
  const entries = new Map<string, Value>();
  for (const { name, value } of body.attributes.values()) if (!META.has(name)) entries.set(name, value);
  for (const [type, blocks] of Map.groupBy(body.blocks, (block) => block.type)) {
    if (!META.has(type)) entries.set(type, blocksValue(blocks, rest));
  }
  return map(entries, body.span, 'object', rest);
}

function blocksValue(blocks: readonly EvaluatedBlock[], rest: UnknownValue): Value {
  const uncertain = blocks.find((block) => block.uncertain !== null)?.uncertain ?? null;
  return uncertain === null ? list(blocks.map((block) => bodyValue(block, rest))) : unknown(uncertain);
}
