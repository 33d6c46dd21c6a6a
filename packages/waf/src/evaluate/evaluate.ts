import type { CallExpression, Expression, ForExpression, LiteralExpression, MemberExpression } from '../hcl/tree.ts';
import { getIndex, getMember, splatItems } from './access.ts';
import { equals, formatNumber, toBool, toText, typeName } from './convert.ts';
import { BudgetError, EvaluationError } from './evaluation-error.ts';
import { forElements } from './iterate.ts';
import { applyBinary, applyUnary } from './operators.ts';
import { extend, type Scope } from './scope.ts';
import { evaluateTemplate } from './template.ts';
import {
  bool,
  derived,
  findUnknown,
  list,
  map,
  mark,
  nullValue,
  number,
  string,
  unknown,
  type UnknownValue,
  type Value,
  weightOf,
} from './values.ts';

const SPLAT_ITEM = '*';

/**
 * Works an expression out. What depends on an unknown value is unknown with the same reason.
 * @throws EvaluationError when the expression has no value
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  scope.budget.spend(1);
  return scope.budget.nest(() => {
    try {
      return scope.budget.admit(evaluateNode(expression, scope));
    } catch (error) {
      // The innermost expression tells best where it went wrong.
      if (
        error instanceof BudgetError ||
        !(error instanceof EvaluationError) ||
        error.span?.file === expression.span.file
      )
        throw error;
      throw new EvaluationError(error.message, expression.span);
    }
  });
}

function evaluateNode(expression: Expression, scope: Scope): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'literal':
      return evaluateLiteral(expression);
    case 'template':
      return evaluateTemplate(expression, scope, evaluate);
    case 'parentheses':
      return evaluate(expression.inner, scope);
    case 'variable':
      return scope.lookUp(expression.name, span);
    case 'splatItem':
      return scope.lookUp(SPLAT_ITEM, span);
    case 'member':
      return evaluateMember(expression, scope);
    case 'index':
      return getIndex(evaluate(expression.source, scope), evaluate(expression.key, scope));
    case 'splat': {
      const source = evaluate(expression.source, scope);
      const items = splatItems(source);
      if (items === null) return derived(source);
      return list(
        items.map((item) => evaluate(expression.each, extend(scope, new Map([[SPLAT_ITEM, item]])))),
        span,
      );
    }
    case 'unary':
      return { ...derived(applyUnary(expression.operator, evaluate(expression.operand, scope))), span };
    case 'binary': {
      const left = evaluate(expression.left, scope);
      const right = evaluate(expression.right, scope);
      scope.budget.spend(Math.min(weightOf(left), weightOf(right)));
      const result = applyBinary(expression.operator, left, right);
      return result.kind === 'unknown' ? derived(result) : { ...result, span };
    }
    case 'conditional': {
      const condition = toBool(evaluate(expression.condition, scope));
      if (condition.kind === 'null') throw new EvaluationError('The condition is null.', expression.condition.span);
      if (condition.kind === 'bool') {
        return mark(evaluate(condition.value ? expression.whenTrue : expression.whenFalse, scope), condition.sensitive);
      }
      return decideUnknown(condition, evaluate(expression.whenTrue, scope), evaluate(expression.whenFalse, scope));
    }
    case 'tuple':
      return list(
        expression.items.map((item) => evaluate(item, scope)),
        span,
      );
    case 'object': {
      const entries = new Map<string, Value>();
      let rest: UnknownValue | null = null;
      for (const { key, value } of expression.entries) {
        const name = toText(evaluate(key, scope));
        if (name.kind !== 'string' && name.kind !== 'unknown')
          throw new EvaluationError('The key of an object is null.', key.span);
        // What has an unknown key may be found under any name that is not there.
        if (name.kind === 'unknown') rest ??= unknown(name.reason, key.span);
        const text = name.kind === 'unknown' ? `\${${key.span.text}}` : name.value;
        entries.set(text, mark(evaluate(value, scope), name.sensitive));
      }
      return map(entries, span, 'object', rest);
    }
    case 'for':
      return evaluateFor(expression, scope);
    case 'call':
      return evaluateCall(expression, scope);
    default:
      return expression satisfies never;
  }
}

export function evaluateLiteral({ value, span }: LiteralExpression): Value {
  if (value === null) return nullValue(span);
  if (typeof value === 'boolean') return bool(value, span);
  return typeof value === 'number' ? number(value, span) : string(value, span);
}

/** References such as `var.region` are looked up as a whole, so that only what is named gets worked out. */
function evaluateMember(expression: MemberExpression, scope: Scope): Value {
  const path = pathOf(expression);
  const value = path === null ? evaluateOutput(expression, scope) : scope.resolve(path, expression.span);
  return value ?? getMember(evaluate(expression.source, scope), expression.name);
}

/** `module.name[key].output`: only that output is wanted, the others may depend on what asks. */
function evaluateOutput({ source, name, span }: MemberExpression, scope: Scope): Value | null {
  if (source.kind !== 'index' || source.source.kind !== 'member') return null;
  const { source: root, name: module } = source.source;
  if (root.kind !== 'variable' || root.name !== 'module') return null;
  return scope.resolveOutput(module, evaluate(source.key, scope), name, span);
}

/** Two or three names joined by dots. */
function pathOf({ source, name }: MemberExpression): readonly string[] | null {
  if (source.kind === 'variable') return [source.name, name];
  if (source.kind === 'member' && source.source.kind === 'variable') return [source.source.name, source.name, name];
  return null;
}

/** Both results being the same, the condition does not matter. */
function decideUnknown(condition: Value, whenTrue: Value, whenFalse: Value): Value {
  if (findUnknown(whenTrue) === null && findUnknown(whenFalse) === null && equals(whenTrue, whenFalse)) return whenTrue;
  return derived(condition);
}

function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const { span, result, condition, key, value, groups } = expression;
  const collection = evaluate(expression.collection, scope);
  const elements = forElements(collection);
  if (elements === null) return derived(findUnknown(collection) ?? collection);
  const items: Value[] = [];
  const entries = new Map<string, Value[]>();
  for (const [name, item] of elements) {
    const names = new Map([[expression.valueName, item]]);
    if (expression.keyName !== null) names.set(expression.keyName, name);
    const inner = extend(scope, names);
    if (condition !== null) {
      const included = toBool(evaluate(condition, inner));
      if (included.kind === 'unknown') return derived(included);
      if (included.kind !== 'bool') throw new EvaluationError('The condition is null.', condition.span);
      if (!included.value) continue;
    }
    if (key === null) {
      items.push(evaluate(value, inner));
      continue;
    }
    const at = toText(evaluate(key, inner));
    if (at.kind === 'unknown') return derived(at);
    if (at.kind !== 'string') throw new EvaluationError('The key of an object is null.', key.span);
    const present = entries.get(at.value);
    if (present === undefined) entries.set(at.value, [evaluate(value, inner)]);
    else if (groups) present.push(evaluate(value, inner));
    else
      throw new EvaluationError(
        `Two elements have the key ${JSON.stringify(at.value)}; \`...\` behind the value collects them.`,
        key.span,
      );
  }
  const made =
    result === 'tuple'
      ? list(items, span)
      : map(
          new Map([...entries].map(([name, values]) => [name, groups ? list(values) : (values[0] ?? nullValue())])),
          span,
        );
  return mark(made, collection.sensitive);
}

function evaluateCall(call: CallExpression, scope: Scope): Value {
  const { name, args, expands, span } = call;
  if (name === 'try') {
    let last: EvaluationError | null = null;
    for (const arg of args) {
      try {
        return evaluate(arg, scope);
      } catch (error) {
        if (!(error instanceof EvaluationError) || error instanceof BudgetError) throw error;
        last = error;
      }
    }
    throw last ?? new EvaluationError('`try` needs at least one argument.', span);
  }
  if (name === 'can') {
    const [arg] = args;
    if (arg === undefined) throw new EvaluationError('`can` needs one argument.', span);
    try {
      const value = evaluate(arg, scope);
      return value.kind === 'unknown' ? derived(value) : bool(true, span);
    } catch (error) {
      if (!(error instanceof EvaluationError) || error instanceof BudgetError) throw error;
      return bool(false, span);
    }
  }
  const values = args.map((arg) => evaluate(arg, scope));
  if (expands) {
    const last = values.pop() ?? nullValue();
    if (last.kind === 'unknown') return derived(last);
    if (last.kind !== 'list' && last.kind !== 'set')
      throw new EvaluationError(`\`...\` expands a list, not a ${typeName(last)}.`, span);
    if (last.items.length > 100_000)
      throw new BudgetError(`${formatNumber(last.items.length)} arguments are too many.`, span);
    values.push(...last.items);
  }
  return scope.call(name, values, span);
}
