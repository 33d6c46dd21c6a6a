import type { Expression, TemplatePart } from './tree.ts';

/** The expressions right within one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'splatItem':
      return [];
    case 'template':
      return expression.parts.flatMap(inPart);
    case 'member':
      return [expression.source];
    case 'index':
      return [expression.source, expression.key];
    case 'splat':
      return [expression.source, expression.each];
    case 'call':
      return expression.args;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'for': {
      const { collection, key, value, condition } = expression;
      return [collection, ...(key === null ? [] : [key]), value, ...(condition === null ? [] : [condition])];
    }
    case 'parentheses':
      return [expression.inner];
    default:
      return expression satisfies never;
  }
}

function inPart(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return [];
    case 'interpolation':
      return [part.expression];
    case 'if':
      return [part.condition, ...part.whenTrue.flatMap(inPart), ...part.whenFalse.flatMap(inPart)];
    case 'for':
      return [part.collection, ...part.body.flatMap(inPart)];
    default:
      return part satisfies never;
  }
}
