import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
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

const python = parser.configure({ strict: true });

/** Reads a file of Python; undefined after a problem, which is reported. */
export function readPython(path: string, text: string, problems: Problems): Program | undefined {
  const source = createSource(path, text);
  const root = parseProgram(source, (whole) => python.parse(whole), 'Python', problems);
  if (root === undefined) return undefined;
  const program = createProgram(source);
  walk(root, program.top, text);
  return program;
}

/** Declares the names of a part and collects the calls in it. */
function walk(node: SyntaxNode, scope: Scope, text: string): void {
  let own = scope;
  switch (node.name) {
    case 'ImportStatement':
      declareImports(node, scope, text);
      return;
    case 'AssignStatement':
      declareAssigned(node, scope, text);
      break;
    case 'UpdateStatement':
    case 'ForStatement':
    case 'WithStatement':
    case 'ForExpression':
      for (const name of node.getChildren('VariableName')) forget(scope, slice(name, text));
      break;
    case 'FunctionDefinition':
    case 'LambdaExpression': {
      const name = node.getChild('VariableName');
      if (name !== null) declare(scope, slice(name, text), { kind: 'opaque' });
      own = openScope(scope);
      for (const parameter of node.getChild('ParamList')?.getChildren('VariableName') ?? [])
        own.names.set(slice(parameter, text), { kind: 'opaque' });
      break;
    }
    case 'ClassDefinition':
      declareClass(node, scope, text);
      own = openScope(scope);
      break;
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

function forget(scope: Scope, name: string): void {
  scope.names.set(name, { kind: 'opaque' });
}

function variableOf(node: SyntaxNode, text: string): string | null {
  const sign = node.prevSibling;
  const before = sign?.name === 'AssignOp' ? sign.prevSibling : null;
  const target = before?.name === 'TypeDef' ? before.prevSibling : before;
  return target !== null && target?.parent?.name === 'AssignStatement' ? slice(target, text) : null;
}

/** `import a.b as c`, `from .a import b as c`. */
function declareImports(node: SyntaxNode, scope: Scope, text: string): void {
  const words = slice(node, text).replaceAll(/[\\()\r\n]|#[^\n]*/g, ' ');
  const from = /^from\s+([.\w]+)\s+import\s+(.*)$/s.exec(words);
  const list = from === null ? words.replace(/^import\s+/, '') : (from[2] ?? '');
  for (const item of list.split(',')) {
    const [imported = '', alias] = item.trim().split(/\s+as\s+/);
    if (!/^[\w.]+$/.test(imported)) continue;
    if (from !== null) {
      declare(scope, alias ?? imported, { kind: 'import', module: from[1] ?? '', imported });
      continue;
    }
    const [first = ''] = imported.split('.', 1);
    declare(scope, alias ?? first, { kind: 'import', module: alias === undefined ? first : imported, imported: null });
  }
}

function declareAssigned(node: SyntaxNode, scope: Scope, text: string): void {
  const parts = partsOf(node).filter(({ name }) => name !== 'TypeDef');
  const [target, , value, more] = parts;
  if (target?.name === 'VariableName' && value !== undefined && more === undefined) {
    declare(scope, slice(target, text), { kind: 'constant', value: toExpression(value, text), scope });
    return;
  }
  // Several targets, or a part of a variable: what it was before no longer holds.
  let root: SyntaxNode | null | undefined = target;
  while (root?.name === 'MemberExpression') root = root.firstChild;
  for (const part of parts) if (part.name === 'VariableName') forget(scope, slice(part, text));
  if (root?.name === 'VariableName') forget(scope, slice(root, text));
}

function declareClass(node: SyntaxNode, scope: Scope, text: string): void {
  const name = node.getChild('VariableName');
  const members = new Map<string, ProgramExpression>();
  for (const assignment of node.getChild('Body')?.getChildren('AssignStatement') ?? []) {
    const [target, , value, more] = partsOf(assignment).filter((part) => part.name !== 'TypeDef');
    if (target?.name === 'VariableName' && value !== undefined && more === undefined)
      members.set(slice(target, text), toExpression(value, text));
  }
  if (name !== null) declare(scope, slice(name, text), { kind: 'members', members, scope });
}

function toCall(node: SyntaxNode, text: string): ProgramCall | undefined {
  const callee = node.firstChild;
  const list = node.getChild('ArgList');
  if (callee === null || list === null) return undefined;
  const args: ProgramExpression[] = [];
  const named: ProgramCall['named'][number][] = [];
  const parts = partsOf(list);
  for (let at = 0; at < parts.length; at += 1) {
    const [part, next, after] = parts.slice(at, at + 3);
    if (part === undefined) break;
    if (next?.name === 'AssignOp' && after !== undefined) {
      named.push({ name: slice(part, text), value: toExpression(after, text) });
      at += 2;
    } else if (part.name === '**' && next !== undefined) {
      named.push({ name: null, value: toExpression(next, text) });
      at += 1;
    } else if (part.name === '*' && next !== undefined) {
      args.push({ kind: 'spread', operand: toExpression(next, text), from: part.from, to: next.to });
      at += 1;
    } else {
      args.push(toExpression(part, text));
    }
  }
  return { kind: 'call', callee: toExpression(callee, text), args, named, isNew: false, from: node.from, to: node.to };
}

function toExpression(node: SyntaxNode, text: string): ProgramExpression {
  const { from, to } = node;
  const parts = partsOf(node);
  const [first, second, third] = parts;
  const other: ProgramExpression = { kind: 'other', from, to };
  switch (node.name) {
    case 'String':
      return stringOf(node, text) ?? other;
    case 'ContinuedString':
      return { kind: 'text', parts: parts.map((part) => toExpression(part, text)), from, to };
    case 'FormatString':
      return formatOf(node, text) ?? other;
    case 'Number': {
      const value = Number(slice(node, text).replaceAll('_', ''));
      return Number.isFinite(value) ? { kind: 'literal', value, from, to } : other;
    }
    case 'Boolean':
      return { kind: 'literal', value: slice(node, text) === 'True', from, to };
    case 'None':
      return { kind: 'literal', value: null, from, to };
    case 'VariableName':
      return { kind: 'name', name: slice(node, text), from, to };
    case 'ParenthesizedExpression':
      return first === undefined ? other : toExpression(first, text);
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return { kind: 'list', items: itemsOf(parts, text), from, to };
    case 'DictionaryExpression':
      return { kind: 'object', members: membersOf(node, text), from, to };
    case 'MemberExpression': {
      if (first === undefined || second === undefined || third !== undefined) return other;
      const source = toExpression(first, text);
      return second.name === 'PropertyName'
        ? { kind: 'member', source, name: slice(second, text), from, to }
        : { kind: 'index', source, key: toExpression(second, text), from, to };
    }
    case 'UnaryExpression': {
      if (first === undefined || second === undefined) return other;
      const sign = slice(first, text);
      if (sign === '-') return { kind: 'minus', operand: toExpression(second, text), from, to };
      return sign === 'not' ? { kind: 'not', operand: toExpression(second, text), from, to } : other;
    }
    case 'BinaryExpression': {
      if (first === undefined || second === undefined || third === undefined || slice(second, text) !== '+')
        return other;
      return { kind: 'plus', left: toExpression(first, text), right: toExpression(third, text), from, to };
    }
    case 'ConditionalExpression': {
      const [whenTrue, condition, whenFalse] = parts.filter(({ name }) => name !== 'if' && name !== 'else');
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
    case 'CallExpression':
      return toCall(node, text) ?? other;
    default:
      return other;
  }
}

function itemsOf(parts: readonly SyntaxNode[], text: string): readonly ProgramExpression[] {
  return parts.flatMap((part, at) => {
    if (part.name === '*') return [];
    const expression = toExpression(part, text);
    return parts[at - 1]?.name === '*'
      ? [{ kind: 'spread' as const, operand: expression, from: part.from, to: part.to }]
      : [expression];
  });
}

function membersOf(node: SyntaxNode, text: string): readonly ProgramMember[] {
  const parts = partsOf(node);
  const members: ProgramMember[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [key, value] = parts.slice(at, at + 2);
    if (key === undefined || value === undefined) break;
    members.push({ key: key.name === '**' ? null : toExpression(key, text), value: toExpression(value, text) });
  }
  return members;
}

function stringOf(node: SyntaxNode, text: string): ProgramExpression | undefined {
  const match = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(slice(node, text));
  if (match === null) return undefined;
  const [, prefix = '', , body = ''] = match;
  if (/b/i.test(prefix)) return undefined;
  return { kind: 'literal', value: /r/i.test(prefix) ? body : decodeEscapes(body), from: node.from, to: node.to };
}

function formatOf(node: SyntaxNode, text: string): ProgramExpression | undefined {
  const quote = /^[a-zA-Z]*("""|'''|"|')/.exec(slice(node, text));
  if (quote === null) return undefined;
  const parts: (string | ProgramExpression)[] = [];
  const plain = (from: number, to: number): string =>
    decodeEscapes(text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}'));
  let at = node.from + quote[0].length;
  for (const child of node.getChildren('FormatReplacement')) {
    const [inner, format] = partsOf(child);
    parts.push(plain(at, child.from));
    // A format changes the text in ways that are not followed.
    parts.push(
      inner === undefined || format !== undefined
        ? { kind: 'other', from: child.from, to: child.to }
        : toExpression(inner, text),
    );
    at = child.to;
  }
  parts.push(plain(at, node.to - (quote[1]?.length ?? 1)));
  return { kind: 'text', parts, from: node.from, to: node.to };
}
