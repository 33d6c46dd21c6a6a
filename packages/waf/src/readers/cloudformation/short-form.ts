import { Span } from '../../hcl/span.ts';
import { type DataNode, textOf } from '../data/data-node.ts';

/** Functions whose short form is not `Fn::` and the name. */
const PLAIN_NAMES = new Set(['Ref', 'Condition']);

/** The long form of `!Ref x`, `!GetAtt a.b` and their kin, with the tag in its span. */
export function resolveShortForm(tag: string, node: DataNode): DataNode {
  const name = tag.slice(1);
  const { source, from, to } = node.span;
  const start = source.text.lastIndexOf(tag, from);
  const span = new Span(source, start === -1 ? from : start, to);
  const key = PLAIN_NAMES.has(name) ? name : `Fn::${name}`;
  return { kind: 'map', entries: new Map([[key, name === 'GetAtt' ? splitAttribute(node) : node]]), span };
}

function splitAttribute(node: DataNode): DataNode {
  const text = textOf(node);
  const dot = text?.indexOf('.') ?? -1;
  if (text === undefined || dot === -1) return node;
  const { span } = node;
  const parts = [text.slice(0, dot), text.slice(dot + 1)];
  return { kind: 'list', items: parts.map((value) => ({ kind: 'scalar', value, span })), span };
}
