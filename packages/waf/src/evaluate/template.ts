import type { TemplateExpression, TemplatePart } from '../hcl/tree.ts';
import { toBool, toText } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import { forElements } from './iterate.ts';
import { type Evaluate, extend, type Scope } from './scope.ts';
import {
  CHARACTERS_PER_PART,
  findUnknown,
  mark,
  string,
  unknown,
  type UnknownValue,
  type Value,
  withPieces,
} from './values.ts';

/** Works a template out; one that is nothing but an interpolation keeps the type of its value. */
export function evaluateTemplate({ parts, form, span }: TemplateExpression, scope: Scope, evaluate: Evaluate): Value {
  const [only] = parts;
  if (form === 'quoted' && parts.length === 1 && only?.kind === 'interpolation')
    return evaluate(only.expression, scope);

  const pieces: string[] = [''];
  let unknownPart: UnknownValue | null = null;
  let sensitive = false;
  let length = 0;

  const add = (text: string): void => {
    length += text.length;
    scope.budget.spend(1 + text.length / CHARACTERS_PER_PART);
    if (length / CHARACTERS_PER_PART > scope.budget.limits.maxWeight)
      throw new EvaluationError('The text grows too long.', span);
    pieces[pieces.length - 1] += text;
  };
  const leaveOut = (part: UnknownValue | null): void => {
    unknownPart ??= part;
    const [first = '', ...more] = part?.pieces ?? ['', ''];
    add(first);
    pieces.push(...more);
  };
  const write = (part: TemplatePart, inner: Scope): void => {
    if (part.kind === 'text') {
      add(part.value);
      return;
    }
    if (part.kind === 'interpolation') {
      const value = toText(evaluate(part.expression, inner));
      sensitive ||= value.sensitive;
      if (value.kind === 'string') add(value.value);
      else if (value.kind === 'unknown') leaveOut(value);
      else throw new EvaluationError('Null cannot be put into a text.', part.expression.span);
      return;
    }
    if (part.kind === 'if') {
      const condition = toBool(evaluate(part.condition, inner));
      sensitive ||= condition.sensitive;
      if (condition.kind === 'unknown') leaveOut(unknown(condition.reason, condition.span));
      else if (condition.kind === 'bool')
        for (const one of condition.value ? part.whenTrue : part.whenFalse) write(one, inner);
      else throw new EvaluationError('The condition is null.', part.condition.span);
      return;
    }
    const collection = evaluate(part.collection, inner);
    sensitive ||= collection.sensitive;
    const elements = forElements(collection);
    if (elements === null)
      leaveOut(unknown(findUnknown(collection)?.reason ?? 'its elements are unknown', collection.span));
    for (const [key, item] of elements ?? []) {
      const names = new Map([[part.valueName, item]]);
      if (part.keyName !== null) names.set(part.keyName, key);
      const scoped = extend(inner, names);
      for (const one of part.body) write(one, scoped);
    }
  };

  for (const part of parts) write(part, scope);
  return mark(unknownPart === null ? string(pieces[0] ?? '', span) : withPieces(unknownPart, pieces), sensitive);
}
