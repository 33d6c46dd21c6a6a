import type { Attribute, Block, Body, Expression } from '../hcl/tree.ts';
import { KEPT_STEPS } from './budget.ts';
import { evaluate, evaluateLiteral } from './evaluate.ts';
import type { EvaluatedAttribute, EvaluatedBlock, EvaluatedBody } from './evaluated.ts';
import { EvaluationError } from './evaluation-error.ts';
import { forElements } from './iterate.ts';
import { failed, type Reporter } from './reporter.ts';
import { extend, type Scope } from './scope.ts';
import { findUnknown, list, map, string, unknown, type Value } from './values.ts';

/** Arguments that name things of the configuration and have no value. */
const REFERENCES = new Set([
  'depends_on',
  'provider',
  'providers',
  'ignore_changes',
  'replace_triggered_by',
  'configuration_aliases',
  'iterator',
]);

/** Works out everything in a body. What fails is reported and unknown. */
export function evaluateBody(body: Body, scope: Scope, reporter: Reporter): EvaluatedBody {
  scope.budget.spend(KEPT_STEPS * (1 + body.attributes.length));
  const attributes = new Map<string, EvaluatedAttribute>();
  for (const attribute of body.attributes)
    attributes.set(attribute.name, evaluateAttribute(attribute, scope, reporter));
  if (body.blocks.length === 0) return { attributes, blocks: [], span: body.span };
  const blocks = body.blocks.flatMap((block) =>
    block.type === 'dynamic' && block.labels.length === 1
      ? evaluateDynamic(block, scope, reporter)
      : [evaluateBlock(block, scope, reporter)],
  );
  return { attributes, blocks, span: body.span };
}

function evaluateAttribute({ name, value, span }: Attribute, scope: Scope, reporter: Reporter): EvaluatedAttribute {
  const result = REFERENCES.has(name)
    ? referencesOf(value)
    : reporter.attempt(
        span,
        () => evaluate(value, scope),
        () => failed(span),
      );
  return { name, value: result, expression: value, span };
}

/** A variable's declaration: its type and the conditions on it stay as they are written. */
export function evaluateDeclaration(body: Body, scope: Scope, reporter: Reporter): EvaluatedBody {
  const attributes = body.attributes.map((one) =>
    one.name === 'type' ? written(one) : evaluateAttribute(one, scope, reporter),
  );
  return {
    attributes: new Map(attributes.map((one) => [one.name, one])),
    blocks: body.blocks.map(({ type, labels, body: inner, span }) => ({
      type,
      labels: labels.map(({ text }) => text),
      uncertain: null,
      ...writtenBody(inner),
      span,
    })),
    span: body.span,
  };
}

function writtenBody({ attributes, span }: Body): EvaluatedBody {
  return { attributes: new Map(attributes.map((one) => [one.name, written(one)])), blocks: [], span };
}

function written({ name, value, span }: Attribute): EvaluatedAttribute {
  return { name, value: referencesOf(value), expression: value, span };
}

/** The references as they are written: a single name as it is, an expression as `${…}`. */
function referencesOf(expression: Expression): Value {
  const { span } = expression;
  if (expression.kind === 'tuple') return list(expression.items.map(referencesOf), span);
  if (expression.kind === 'object') {
    return map(
      new Map(
        expression.entries.map(({ key, value }) => [
          key.kind === 'literal' ? String(key.value) : key.span.text,
          referencesOf(value),
        ]),
      ),
      span,
    );
  }
  if (expression.kind === 'literal') return evaluateLiteral(expression);
  return string(expression.kind === 'variable' ? expression.name : `\${${span.text.trim()}}`, span);
}

function evaluateBlock(block: Block, scope: Scope, reporter: Reporter): EvaluatedBlock {
  const { type, labels, body, span } = block;
  const inner = type === 'required_providers' ? writtenBody(body) : nested(body, scope, reporter);
  return { ...inner, type, labels: labels.map(({ text }) => text), uncertain: null, span };
}

function nested(body: Body, scope: Scope, reporter: Reporter): EvaluatedBody {
  return scope.budget.nest(() => evaluateBody(body, scope, reporter));
}

/** The blocks that a `dynamic` block makes; one that stands for all when their number is unknown. */
function evaluateDynamic(block: Block, scope: Scope, reporter: Reporter): readonly EvaluatedBlock[] {
  const type = block.labels[0]?.text ?? '';
  const content = block.body.blocks.find((inner) => inner.type === 'content');
  const argument = (name: string): Expression | undefined =>
    block.body.attributes.find((one) => one.name === name)?.value;
  const forEach = argument('for_each');
  if (content === undefined || forEach === undefined) {
    reporter.report('error', 'A dynamic block needs `for_each` and a `content` block.', block.span);
    return [];
  }
  const iterator = argument('iterator');
  const iteratorName =
    iterator?.kind === 'variable' ? iterator.name : iterator?.kind === 'literal' ? String(iterator.value) : type;
  const labels = argument('labels');

  const make = (key: Value, value: Value, uncertain: string | null): EvaluatedBlock => {
    const item = map(
      new Map([
        ['key', key],
        ['value', value],
      ]),
    );
    const inner = extend(scope, new Map([[iteratorName, item]]));
    const names =
      labels === undefined
        ? null
        : reporter.attempt(
            labels.span,
            () => evaluate(labels, inner),
            () => null,
          );
    return {
      ...nested(content.body, inner, reporter),
      type,
      labels: names?.kind === 'list' ? names.items.map((name) => (name.kind === 'string' ? name.value : '')) : [],
      uncertain,
      ...(uncertain === null
        ? {}
        : { dynamic: evaluateBody({ ...block.body, blocks: [] }, scope, reporter).attributes }),
      span: block.span,
    };
  };

  return reporter.attempt(
    forEach.span,
    () => {
      const collection = evaluate(forEach, scope);
      if (collection.kind === 'null') return [];
      const elements = forElements(collection);
      if (elements === null) {
        const missing = findUnknown(collection) ?? unknown('its elements are unknown');
        return [make(missing, missing, missing.reason)];
      }
      const { maxInstances } = scope.budget.limits;
      if (elements.length > maxInstances)
        throw new EvaluationError(`${elements.length} blocks are more than the ${maxInstances} that are worked out.`);
      return elements.map(([key, value]) => make(key, value, null));
    },
    () => [],
  );
}
