import { bool, list, map, nullValue, number, string, unknown, type Value } from '../../evaluate/values.ts';
import { Span } from '../../hcl/span.ts';
import { type Declaration, lookUp, type ProgramCall, type ProgramExpression, type Scope } from './program.ts';

/** What an expression refers to when it leads out of the program: a module and the names from it on. */
export interface QualifiedName {
  /** Null for a name that nothing declares. */
  readonly module: string | null;
  readonly path: readonly string[];
}

export interface ProgramEvaluator {
  readonly value: (expression: ProgramExpression, scope: Scope) => Value;
  /** What a callee names, undefined when it is something of the program itself or cannot be told. */
  readonly qualify: (expression: ProgramExpression, scope: Scope) => QualifiedName | undefined;
}

export interface Environment {
  /** The top scope of another file that a module's name leads to, undefined for packages. */
  readonly resolveModule: (from: Scope, module: string) => Scope | undefined;
  /** What a call comes to where that is known from its name; undefined otherwise. */
  readonly call?: (
    call: ProgramCall,
    name: QualifiedName | undefined,
    evaluate: (expression: ProgramExpression) => Value,
  ) => Value | undefined;
  /** Told once, when there is too much to work out: from then on nothing is known. */
  readonly onLimit: (span: Span) => void;
  /** What a name of a package stands for, such as a member of one of its enums. */
  readonly constant?: (name: QualifiedName) => string | undefined;
}

const MAX_DEPTH = 60;
/** Expressions of one check that are looked at, those reached on several ways counted each time. */
const MAX_STEPS = 2_000_000;
const MAX_TEXT = 1_000_000;
const MAX_IMPORTS = 20;

interface Place {
  readonly expression: ProgramExpression;
  readonly scope: Scope;
}

/** Works out what is literal in the end: constants, members of enums, texts put together of known parts. */
export function createProgramEvaluator(environment: Environment): ProgramEvaluator {
  let steps = 0;
  let depth = 0;
  let told = false;

  function value(expression: ProgramExpression, scope: Scope): Value {
    const span = spanOf(expression, scope);
    steps += 1;
    if (steps > MAX_STEPS && !told) {
      told = true;
      environment.onLimit(span);
    }
    if (depth >= MAX_DEPTH || steps > MAX_STEPS) return unknown('it is too long a way to its value', span);
    depth += 1;
    const result = evaluate(expression, scope, span);
    depth -= 1;
    return result ?? unknown('it is settled when the program runs', span);
  }

  function evaluate(expression: ProgramExpression, scope: Scope, span: Span): Value | undefined {
    switch (expression.kind) {
      case 'literal':
        return literal(expression.value, span);
      case 'list':
        return listOf(expression.items, scope, span);
      case 'object':
        return objectOf(expression.members, scope, span);
      case 'text':
        return textOf(expression.parts, scope, span);
      case 'not': {
        const operand = value(expression.operand, scope);
        return operand.kind === 'bool' ? bool(!operand.value, span) : undefined;
      }
      case 'minus': {
        const operand = value(expression.operand, scope);
        return operand.kind === 'number' ? number(-operand.value, span) : undefined;
      }
      case 'plus':
        return sum(value(expression.left, scope), value(expression.right, scope), span);
      case 'choice': {
        const condition = value(expression.condition, scope);
        if (condition.kind !== 'bool') return undefined;
        return value(condition.value ? expression.whenTrue : expression.whenFalse, scope);
      }
      case 'call':
        return environment.call?.(expression, qualify(expression.callee, scope), (part) => value(part, scope));
      case 'name':
      case 'member':
      case 'index':
        return reference(expression, scope, span);
      case 'spread':
      case 'other':
        return undefined;
      default:
        return expression satisfies never;
    }
  }

  function reference(expression: ProgramExpression, scope: Scope, span: Span): Value | undefined {
    const found = find(expression, scope);
    if (found !== undefined) return { ...value(found.expression, found.scope), span };
    const name = qualify(expression, scope);
    const text = name === undefined ? undefined : environment.constant?.(name);
    return text === undefined ? undefined : string(text, span);
  }

  /** The expression that a name or a member stands for. */
  function find(expression: ProgramExpression, scope: Scope, hops = 0): Place | undefined {
    if (hops > MAX_DEPTH) return undefined;
    if (expression.kind === 'name') return constantOf(lookUp(scope, expression.name), scope, 0);
    if (expression.kind !== 'member' && expression.kind !== 'index') return undefined;
    const key = expression.kind === 'member' ? expression.name : keyOf(value(expression.key, scope));
    if (key === undefined) return undefined;
    const { source } = expression;
    if (source.kind === 'name') {
      const members = followImports(lookUp(scope, source.name), scope, 0);
      if (members?.kind === 'members') {
        const member = members.members.get(key);
        return member === undefined ? undefined : { expression: member, scope: members.scope };
      }
      if (members?.kind === 'module') return constantOf(members.scope.names.get(key), members.scope, 0);
    }
    const place =
      source.kind === 'object' || source.kind === 'list'
        ? { expression: source, scope }
        : find(source, scope, hops + 1);
    return place === undefined ? undefined : memberOf(place, key);
  }

  function memberOf({ expression, scope }: Place, key: string): Place | undefined {
    if (expression.kind === 'list') {
      const item = expression.items[Number(key)];
      const whole = expression.items.every(({ kind }) => kind !== 'spread');
      return item === undefined || !whole ? undefined : { expression: item, scope };
    }
    if (expression.kind !== 'object') return undefined;
    // The last one counts, and a spread behind it may hide another one.
    const at = expression.members.findLastIndex((one) => one.key?.kind === 'literal' && String(one.key.value) === key);
    const member = expression.members[at];
    const hidden = expression.members.slice(at + 1).some((one) => one.key?.kind !== 'literal');
    return member === undefined || hidden ? undefined : { expression: member.value, scope };
  }

  type Followed = Declaration | { readonly kind: 'module'; readonly scope: Scope };

  function followImports(declaration: Declaration | undefined, scope: Scope, hops: number): Followed | undefined {
    if (declaration?.kind !== 'import') return declaration;
    const module = hops > MAX_IMPORTS ? undefined : environment.resolveModule(scope, declaration.module);
    if (module === undefined) return undefined;
    if (declaration.imported === null) return { kind: 'module', scope: module };
    return followImports(module.names.get(declaration.imported), module, hops + 1);
  }

  function constantOf(declaration: Declaration | undefined, scope: Scope, hops: number): Place | undefined {
    const followed = followImports(declaration, scope, hops);
    return followed?.kind === 'constant' ? { expression: followed.value, scope: followed.scope } : undefined;
  }

  function qualify(expression: ProgramExpression, scope: Scope): QualifiedName | undefined {
    const path: string[] = [];
    let at = expression;
    while (at.kind === 'member') {
      path.unshift(at.name);
      at = at.source;
    }
    if (at.kind !== 'name') return undefined;
    const declaration = lookUp(scope, at.name);
    if (declaration === undefined) return { module: null, path: [at.name, ...path] };
    if (declaration.kind === 'constant' && declaration.value.kind === 'member') {
      // `const s3 = aws.s3`: one step, so that nothing goes round in circles.
      const base = lookUp(declaration.scope, rootOf(declaration.value) ?? '');
      if (base?.kind !== 'import') return undefined;
      const inner = qualify(declaration.value, declaration.scope);
      return inner === undefined ? undefined : { module: inner.module, path: [...inner.path, ...path] };
    }
    if (declaration.kind !== 'import') return undefined;
    const own = declaration.imported === null ? [] : [declaration.imported];
    return { module: declaration.module, path: [...own, ...path] };
  }

  function listOf(items: readonly ProgramExpression[], scope: Scope, span: Span): Value {
    const result: Value[] = [];
    for (const item of items) {
      if (item.kind !== 'spread') {
        result.push(value(item, scope));
        continue;
      }
      const spread = value(item.operand, scope);
      if (spread.kind === 'list' && steps + spread.items.length <= MAX_STEPS) {
        steps += spread.items.length;
        for (const part of spread.items) result.push(part);
      } else result.push(unknown('its length is settled when the program runs', spanOf(item, scope)));
    }
    return list(result, span);
  }

  function objectOf(
    members: readonly { readonly key: ProgramExpression | null; readonly value: ProgramExpression }[],
    scope: Scope,
    span: Span,
  ): Value {
    const entries = new Map<string, Value>();
    let rest = null;
    for (const member of members) {
      const content = value(member.value, scope);
      const key = nameOf(member.key, scope);
      if (key !== undefined) entries.set(key, content);
      else if (member.key === null && content.kind === 'object') {
        steps += content.entries.size;
        for (const [name, item] of content.entries) entries.set(name, item);
        rest ??= content.rest;
      } else {
        // Any attribute before it may be replaced by what is not known.
        rest = unknown('more attributes come from an expression', spanOf(member.value, scope));
        for (const name of entries.keys()) entries.set(name, rest);
      }
    }
    return map(entries, span, 'object', rest);
  }

  function nameOf(key: ProgramExpression | null, scope: Scope): string | undefined {
    if (key === null) return undefined;
    return key.kind === 'literal' ? String(key.value) : keyOf(value(key, scope));
  }

  function textOf(parts: readonly (string | ProgramExpression)[], scope: Scope, span: Span): Value | undefined {
    let text = '';
    for (const part of parts) {
      const plain = typeof part === 'string' ? part : keyOf(value(part, scope));
      if (plain === undefined || text.length + plain.length > MAX_TEXT) return undefined;
      text += plain;
    }
    steps += text.length / 16;
    return string(text, span);
  }

  function sum(left: Value, right: Value, span: Span): Value | undefined {
    if (left.kind === 'number' && right.kind === 'number') return number(left.value + right.value, span);
    if (left.kind === 'list' && right.kind === 'list') {
      steps += left.items.length + right.items.length;
      return steps > MAX_STEPS ? undefined : list([...left.items, ...right.items], span);
    }
    if (left.kind !== 'string' && right.kind !== 'string') return undefined;
    const [first, second] = [keyOf(left), keyOf(right)];
    if (first === undefined || second === undefined || first.length + second.length > MAX_TEXT) return undefined;
    steps += (first.length + second.length) / 16;
    return string(first + second, span);
  }

  return { value, qualify };
}

function rootOf(expression: ProgramExpression): string | undefined {
  let at = expression;
  while (at.kind === 'member') at = at.source;
  return at.kind === 'name' ? at.name : undefined;
}

function keyOf(value: Value): string | undefined {
  return value.kind === 'string' || value.kind === 'number' ? String(value.value) : undefined;
}

function literal(plain: string | number | boolean | null, span: Span): Value {
  if (typeof plain === 'string') return string(plain, span);
  if (typeof plain === 'number') return number(plain, span);
  return plain === null ? nullValue(span) : bool(plain, span);
}

/** Where an expression stands. */
export function spanOf({ from, to }: { readonly from: number; readonly to: number }, { program }: Scope): Span {
  return new Span(program.source, from, to);
}
