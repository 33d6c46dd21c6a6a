import type { Block, Body, Expression, TemplatePart } from '../src/hcl/tree.ts';

interface JsonBlocks {
  [name: string]: unknown;
}

/** The tree in the shape that hcl2json prints: literals as values, all other expressions as `${source}`. */
export function toHcl2Json(body: Body): JsonBlocks {
  const result: JsonBlocks = {};
  for (const { name, value } of body.attributes) result[name] = toJson(value);
  for (const block of body.blocks) addBlock(result, block);
  return result;
}

function addBlock(into: JsonBlocks, { type, labels, body }: Block): void {
  let place = into;
  let key = type;
  for (const { text } of labels) {
    place = (place[key] ??= {}) as JsonBlocks;
    key = text;
  }
  const list = (place[key] ??= []) as unknown[];
  list.push(toHcl2Json(body));
}

function toJson(expression: Expression): unknown {
  if (expression.kind === 'literal') {
    return typeof expression.value === 'string' ? escapeMarkup(expression.value) : expression.value;
  }
  if (expression.kind === 'tuple') return expression.items.map(toJson);
  if (expression.kind === 'object') {
    return Object.fromEntries(expression.entries.map(({ key, value }) => [toKey(key), toJson(value)]));
  }
  if (expression.kind === 'template') return expression.parts.map(toText).join('');
  if (expression.kind === 'unary' && expression.operator === '-' && expression.operand.kind === 'literal') {
    return -Number(expression.operand.value);
  }
  return `\${${expression.span.text}}`;
}

function toText(part: TemplatePart): string {
  if (part.kind === 'text') return escapeMarkup(part.value);
  // Directives are printed in a form of hcl2json's own.
  if (part.kind !== 'interpolation') return '%{';
  const { expression } = part;
  // A text that is put into a text becomes part of it.
  const joins = expression.kind === 'template' || expression.kind === 'literal';
  return joins ? String(toJson(expression)) : `\${${expression.span.text}}`;
}

function toKey(key: Expression): string {
  const json = toJson(key);
  return typeof json === 'string' ? json : String(json);
}

function escapeMarkup(text: string): string {
  return text.replace(/[$%]\{/g, (sign) => sign.charAt(0) + sign);
}
