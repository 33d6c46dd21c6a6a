import type { Body, Expression, TemplatePart } from '../src/hcl/tree.ts';

/** The tree as text, with all that the source leaves implicit. */
export function show(node: Body | Expression): string {
  if (!('kind' in node)) {
    const attributes = node.attributes.map(({ name, value }) => `${name} = ${show(value)}`);
    const blocks = node.blocks.map(
      ({ type, labels, body }) =>
        `${[type, ...labels.map(({ text }) => JSON.stringify(text))].join(' ')} { ${show(body)} }`,
    );
    return [...attributes, ...blocks].join(' ');
  }
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'template':
      return `template${showParts(node.parts)}`;
    case 'variable':
      return node.name;
    case 'splatItem':
      return '*';
    case 'member':
      return `${show(node.source)}.${node.name}`;
    case 'index':
      return `${show(node.source)}[${show(node.key)}]`;
    case 'splat':
      return `splat(${show(node.source)}, ${show(node.each)})`;
    case 'call':
      return `${node.name}(${node.args.map(show).join(', ')}${node.expands ? '...' : ''})`;
    case 'unary':
      return `(${node.operator}${show(node.operand)})`;
    case 'binary':
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case 'conditional':
      return `(${show(node.condition)} ? ${show(node.whenTrue)} : ${show(node.whenFalse)})`;
    case 'tuple':
      return `[${node.items.map(show).join(', ')}]`;
    case 'object':
      return `{${node.entries.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(', ')}}`;
    case 'for': {
      const names = node.keyName === null ? node.valueName : `${node.keyName}, ${node.valueName}`;
      const key = node.key === null ? '' : `${show(node.key)} => `;
      const condition = node.condition === null ? '' : ` if ${show(node.condition)}`;
      const content = `for ${names} in ${show(node.collection)} : ${key}${show(node.value)}${node.groups ? '...' : ''}${condition}`;
      return node.result === 'tuple' ? `[${content}]` : `{${content}}`;
    }
    case 'parentheses':
      return `(${show(node.inner)})`;
    default:
      return node satisfies never;
  }
}

function showParts(parts: readonly TemplatePart[]): string {
  return `[${parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return JSON.stringify(part.value);
        case 'interpolation':
          return `$${show(part.expression)}`;
        case 'if':
          return `if ${show(part.condition)} ${showParts(part.whenTrue)} else ${showParts(part.whenFalse)}`;
        case 'for':
          return `for ${part.keyName === null ? '' : `${part.keyName}, `}${part.valueName} in ${show(part.collection)} ${showParts(part.body)}`;
        default:
          return part satisfies never;
      }
    })
    .join(', ')}]`;
}
