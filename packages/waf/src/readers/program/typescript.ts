import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import { createSource } from '../../hcl/source-text.ts';
import type { Problems } from '../data/problems.ts';
import {
  createProgram,
  declare,
  openScope,
  type Program,
  type ProgramCall,
  type ProgramExpression,
  type ProgramMember,
  type Scope,
} from './program.ts';
import { decodeEscapes } from './string-literal.ts';
import { childrenOf, parseProgram, partsOf } from './syntax.ts';

const typescript = parser.configure({ dialect: 'ts', strict: true });
const tsx = parser.configure({ dialect: 'ts jsx', strict: true });

/** Reads a file of TypeScript or JavaScript; undefined after a problem, which is reported. */
export function readTypeScript(path: string, text: string, problems: Problems): Program | undefined {
  const source = createSource(path, text);
  const language = /\.[jt]sx$/.test(path) ? tsx : typescript;
  const root = parseProgram(source, (whole) => language.parse(whole), 'TypeScript', problems);
  if (root === undefined) return undefined;
  const program = createProgram(source);
  walk(root, program.top, text);
  return program;
}

const BLOCKS = new Set(['Block', 'ForStatement', 'ClassBody', 'SwitchBody']);
const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'Property',
]);

/** Declares the names of a part and collects the calls in it. */
function walk(node: SyntaxNode, scope: Scope, text: string): void {
  const own = BLOCKS.has(node.name) || FUNCTIONS.has(node.name) ? openScope(scope) : scope;
  switch (node.name) {
    case 'ImportDeclaration':
      declareImports(node, scope, text);
      return;
    case 'ExportDeclaration':
      declareExports(node, scope, text);
      break;
    case 'VariableDeclaration':
      declareVariables(node, scope, text);
      break;
    case 'EnumDeclaration':
      declareEnum(node, scope, text);
      return;
    case 'ClassDeclaration':
      declareClass(node, scope, text);
      break;
    case 'FunctionDeclaration': {
      const name = node.getChild('VariableDefinition');
      if (name !== null) declare(scope, slice(name, text), { kind: 'opaque' });
      break;
    }
    case 'ParamList':
      for (const name of namesIn(node)) declare(scope, slice(name, text), { kind: 'opaque' });
      break;
    case 'AssignmentExpression':
    case 'UpdateExpression':
      forget(node, scope, text);
      break;
    case 'ForOfSpec':
    case 'ForInSpec':
      for (const name of namesIn(node)) declare(scope, slice(name, text), { kind: 'opaque' });
      break;
    case 'NewExpression':
    case 'CallExpression': {
      const call = toCall(node, text);
      if (call !== undefined) scope.program.calls.push({ call, scope, assignedTo: variableOf(node, text) });
      break;
    }
    default:
  }
  for (const child of childrenOf(node)) walk(child, own, text);
}

function slice(node: SyntaxNode, text: string): string {
  return text.slice(node.from, node.to);
}

function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).flatMap((child) => {
    if (child.name === 'VariableDefinition') return [child];
    return child.name.endsWith('Pattern') || child.name === 'PatternProperty' ? namesIn(child) : [];
  });
}

/** The variable that a call's result is kept in: `const x = new …`. */
function variableOf(node: SyntaxNode, text: string): string | null {
  const before = node.prevSibling;
  const name = before?.name === 'Equals' ? before.prevSibling : null;
  const target = name?.name === 'TypeAnnotation' ? name.prevSibling : name;
  if (target?.name === 'VariableDefinition') return slice(target, text);
  if (target?.name === 'MemberExpression') return slice(target, text);
  return null;
}

function declareImports(node: SyntaxNode, scope: Scope, text: string): void {
  const from = node.getChild('String');
  if (from === null) return;
  const module = stringOf(from, text);
  const add = (name: SyntaxNode, imported: string | null): void => {
    declare(scope, slice(name, text), { kind: 'import', module, imported });
  };
  const children = childrenOf(node);
  for (const [index, child] of children.entries()) {
    // A default import of a package is taken as the package: most are compiled so.
    if (child.name === 'VariableDefinition') {
      add(child, children[index - 1]?.name !== 'as' && module.startsWith('.') ? 'default' : null);
    }
    if (child.name !== 'ImportGroup') continue;
    const parts = partsOf(child);
    for (const [at, part] of parts.entries()) {
      if (part.name !== 'VariableDefinition') continue;
      const renamed = parts[at - 1]?.name === 'as' ? parts[at - 2] : undefined;
      add(part, slice(renamed ?? part, text));
    }
  }
}

/** `export { a as b } from './z'` makes a name of this module; other exports are declared as what they export. */
function declareExports(node: SyntaxNode, scope: Scope, text: string): void {
  const from = node.getChild('String');
  const group = node.getChild('ExportGroup');
  if (from === null || group === null) return;
  const parts = partsOf(group).filter(({ name }) => name === 'VariableName' || name === 'as');
  for (const [at, part] of parts.entries()) {
    if (part.name === 'as' || parts[at + 1]?.name === 'as') continue;
    const original = parts[at - 1]?.name === 'as' ? parts[at - 2] : part;
    declare(scope, slice(part, text), {
      kind: 'import',
      module: stringOf(from, text),
      imported: slice(original ?? part, text),
    });
  }
}

function declareVariables(node: SyntaxNode, scope: Scope, text: string): void {
  const children = childrenOf(node);
  for (const [index, child] of children.entries()) {
    if (child.name.endsWith('Pattern'))
      for (const name of namesIn(child)) declare(scope, slice(name, text), { kind: 'opaque' });
    if (child.name !== 'VariableDefinition') continue;
    const equals = children[index + 1]?.name === 'TypeAnnotation' ? index + 2 : index + 1;
    const value = children[equals]?.name === 'Equals' ? children[equals + 1] : undefined;
    declare(
      scope,
      slice(child, text),
      value === undefined ? { kind: 'opaque' } : { kind: 'constant', value: toExpression(value, text), scope },
    );
  }
}

function declareEnum(node: SyntaxNode, scope: Scope, text: string): void {
  const name = node.getChild('TypeDefinition');
  const body = node.getChild('EnumBody');
  if (name === null || body === null) return;
  const members = new Map<string, ProgramExpression>();
  const parts = partsOf(body);
  let next = 0;
  for (const [at, part] of parts.entries()) {
    if (part.name !== 'PropertyName' && !(part.name === 'String' && parts[at - 1]?.name !== 'Equals')) continue;
    const written = parts[at + 1]?.name === 'Equals' ? parts[at + 2] : undefined;
    const value: ProgramExpression =
      written === undefined
        ? { kind: 'literal', value: next, from: part.from, to: part.to }
        : toExpression(written, text);
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : next + 1;
    members.set(part.name === 'String' ? stringOf(part, text) : slice(part, text), value);
  }
  declare(scope, slice(name, text), { kind: 'members', members, scope });
}

function declareClass(node: SyntaxNode, scope: Scope, text: string): void {
  const name = node.getChild('VariableDefinition');
  const members = new Map<string, ProgramExpression>();
  for (const property of node.getChild('ClassBody')?.getChildren('PropertyDeclaration') ?? []) {
    const key = property.getChild('PropertyDefinition');
    const value = property.getChild('Equals')?.nextSibling;
    if (property.getChild('static') === null || key === null || value === null || value === undefined) continue;
    members.set(slice(key, text), toExpression(value, text));
  }
  if (name !== null) declare(scope, slice(name, text), { kind: 'members', members, scope });
}

/** A variable that is assigned again, or part of which is, has no value that is known. */
function forget(node: SyntaxNode, scope: Scope, text: string): void {
  let target = node.firstChild;
  while (target?.name === 'MemberExpression') target = target.firstChild;
  if (target?.name !== 'VariableName') return;
  const name = slice(target, text);
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (!at.names.has(name)) continue;
    at.names.set(name, { kind: 'opaque' });
    return;
  }
}

function toCall(node: SyntaxNode, text: string): ProgramCall | undefined {
  const isNew = node.name === 'NewExpression';
  const [first, second] = partsOf(node);
  const callee = isNew ? second : first;
  if (callee === undefined || callee.name === 'ArgList') return undefined;
  const args = node.getChild('ArgList');
  return {
    kind: 'call',
    callee: toExpression(callee, text),
    args: args === null ? [] : argumentsOf(args, text),
    named: [],
    isNew,
    from: node.from,
    to: node.to,
  };
}

function argumentsOf(node: SyntaxNode, text: string): readonly ProgramExpression[] {
  const parts = partsOf(node);
  return parts.flatMap((part, at) => {
    if (part.name === 'Spread') return [];
    const expression = toExpression(part, text);
    return parts[at - 1]?.name === 'Spread'
      ? [{ kind: 'spread' as const, operand: expression, from: part.from, to: part.to }]
      : [expression];
  });
}

function toExpression(node: SyntaxNode, text: string): ProgramExpression {
  const { from, to } = node;
  const parts = partsOf(node);
  const [first, second, third] = parts;
  const other: ProgramExpression = { kind: 'other', from, to };
  switch (node.name) {
    case 'String':
      return { kind: 'literal', value: stringOf(node, text), from, to };
    case 'Number': {
      const value = Number(slice(node, text).replaceAll('_', ''));
      return Number.isFinite(value) ? { kind: 'literal', value, from, to } : other;
    }
    case 'BooleanLiteral':
      return { kind: 'literal', value: slice(node, text) === 'true', from, to };
    case 'null':
      return { kind: 'literal', value: null, from, to };
    case 'VariableName':
      return slice(node, text) === 'undefined'
        ? { kind: 'literal', value: null, from, to }
        : { kind: 'name', name: slice(node, text), from, to };
    case 'TemplateString':
      return { kind: 'text', parts: templateParts(node, text), from, to };
    case 'ParenthesizedExpression':
      return first === undefined ? other : toExpression(first, text);
    case 'PostfixExpression':
      return first === undefined || slice(node, text).at(-1) !== '!' ? other : toExpression(first, text);
    case 'PrefixCast': {
      const last = parts.at(-1);
      return last === undefined ? other : toExpression(last, text);
    }
    case 'ArrayExpression':
      return { kind: 'list', items: argumentsOf(node, text), from, to };
    case 'ObjectExpression':
      return { kind: 'object', members: node.getChildren('Property').map((one) => toMember(one, text)), from, to };
    case 'MemberExpression': {
      if (first === undefined || second === undefined) return other;
      const source = toExpression(first, text);
      return second.name === 'PropertyName'
        ? { kind: 'member', source, name: slice(second, text), from, to }
        : { kind: 'index', source, key: toExpression(second, text), from, to };
    }
    case 'UnaryExpression': {
      if (first === undefined || second === undefined) return other;
      const sign = slice(first, text);
      if (sign === '-') return { kind: 'minus', operand: toExpression(second, text), from, to };
      return sign === '!' ? { kind: 'not', operand: toExpression(second, text), from, to } : other;
    }
    case 'BinaryExpression': {
      if (first === undefined || second === undefined) return other;
      if (second.name === 'as' || second.name === 'satisfies') return toExpression(first, text);
      if (third === undefined || slice(second, text) !== '+') return other;
      return { kind: 'plus', left: toExpression(first, text), right: toExpression(third, text), from, to };
    }
    case 'ConditionalExpression': {
      const [condition, whenTrue, whenFalse] = parts.filter(({ name }) => name !== 'LogicOp');
      if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return other;
      return {
        kind: 'choice',
        condition: toExpression(condition, text),
        whenTrue: toExpression(whenTrue, text),
        whenFalse: toExpression(whenFalse, text),
        from,
        to,
      };
    }
    case 'NewExpression':
    case 'CallExpression':
      return toCall(node, text) ?? other;
    default:
      return other;
  }
}

function toMember(node: SyntaxNode, text: string): ProgramMember {
  const parts = partsOf(node);
  const [first, second] = parts;
  const { from, to } = node;
  const other: ProgramExpression = { kind: 'other', from, to };
  if (first === undefined) return { key: null, value: other };
  if (first.name === 'Spread') return { key: null, value: second === undefined ? other : toExpression(second, text) };
  const computed = node.firstChild?.name === '[';
  const plainKey = first.name === 'PropertyDefinition' || first.name === 'Number' ? slice(first, text) : undefined;
  const key: ProgramExpression =
    plainKey !== undefined && !computed
      ? { kind: 'literal', value: plainKey, from: first.from, to: first.to }
      : toExpression(first, text);
  if (second !== undefined) return { key, value: toExpression(second, text) };
  // `{ name }` is short for `{ name: name }`.
  return { key, value: plainKey === undefined ? other : { kind: 'name', name: plainKey, from, to } };
}

function templateParts(node: SyntaxNode, text: string): readonly (string | ProgramExpression)[] {
  const parts: (string | ProgramExpression)[] = [];
  let at = node.from + 1;
  for (const child of node.getChildren('Interpolation')) {
    parts.push(decodeEscapes(text.slice(at, child.from)));
    const inner = partsOf(child).find(({ name }) => name !== 'InterpolationStart' && name !== 'InterpolationEnd');
    parts.push(inner === undefined ? { kind: 'other', from: child.from, to: child.to } : toExpression(inner, text));
    at = child.to;
  }
  parts.push(decodeEscapes(text.slice(at, node.to - 1)));
  return parts;
}

function stringOf(node: SyntaxNode, text: string): string {
  return decodeEscapes(text.slice(node.from + 1, node.to - 1));
}
