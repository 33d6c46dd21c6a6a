import type { EvaluatedBlock, EvaluatedBody } from './evaluated.ts';
import { toJsonPieces } from './functions/json-pieces.ts';
import { fromPlain } from './plain.ts';
import {
  findUnknown,
  list,
  map,
  string,
  unknown,
  type UnknownValue,
  type Value,
  weightOf,
  withPieces,
} from './values.ts';

const LISTS: readonly (readonly [argument: string, member: string])[] = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
];
const PRINCIPALS: readonly (readonly [block: string, member: string])[] = [
  ['principals', 'Principal'],
  ['not_principals', 'NotPrincipal'],
];

/** Documents that include one another may grow with each. */
const MAX_WEIGHT = 200_000;

/**
 * The JSON text that `data.aws_iam_policy_document` gives, which needs no provider: most policies are written that way.
 * Members are in the order of `jsonencode`.
 */
export function policyDocumentJson(body: EvaluatedBody): Value {
  const open = body.blocks.find(({ uncertain }) => uncertain !== null);
  const statements = [
    ...given(body, 'source_policy_documents'),
    ...body.blocks.filter(({ type, uncertain }) => type === 'statement' && uncertain === null).map(statementValue),
    ...given(body, 'override_policy_documents'),
    ...(open === undefined ? [] : [unknown(open.uncertain ?? '')]),
  ];
  const policy = map(
    new Map<string, Value>([
      ['Version', valueOf(body, 'version') ?? string('2012-10-17')],
      ['Statement', list(statements)],
    ]),
  );
  if (weightOf(policy) > MAX_WEIGHT) return unknown('the document is too large');
  const pieces = toJsonPieces(policy);
  const missing: UnknownValue | null = findUnknown(policy);
  return missing === null ? string(pieces[0] ?? '') : withPieces(unknown(missing.reason), pieces);
}

function valueOf(body: EvaluatedBody, name: string): Value | undefined {
  const value = body.attributes.get(name)?.value;
  return value?.kind === 'null' ? undefined : value;
}

/** The statements of other documents, which may be unknown. */
function given(body: EvaluatedBody, name: string): readonly Value[] {
  const documents = valueOf(body, name);
  if (documents === undefined) return [];
  if (documents.kind !== 'list' && documents.kind !== 'set') return [documents];
  return documents.items.flatMap((document) =>
    document.kind === 'string' ? statementsOf(document.value) : [document],
  );
}

function statementsOf(text: string): readonly Value[] {
  try {
    const policy = fromPlain(JSON.parse(text));
    const statement = policy.kind === 'object' ? policy.entries.get('Statement') : undefined;
    if (statement === undefined) return [];
    return statement.kind === 'list' ? statement.items : [statement];
  } catch {
    return [unknown('a document that it is made of is no JSON')];
  }
}

function statementValue(block: EvaluatedBlock): Value {
  const entries = new Map<string, Value>([['Effect', valueOf(block, 'effect') ?? string('Allow')]]);
  const sid = valueOf(block, 'sid');
  if (sid !== undefined) entries.set('Sid', sid);
  for (const [argument, member] of LISTS) {
    const value = valueOf(block, argument);
    if (value !== undefined) entries.set(member, oneOrMany(value));
  }
  const within = (type: string): readonly EvaluatedBlock[] => block.blocks.filter((inner) => inner.type === type);
  for (const [type, member] of PRINCIPALS) {
    const blocks = within(type);
    if (blocks.length > 0) entries.set(member, principalValue(blocks));
  }
  const conditions = within('condition');
  if (conditions.length > 0) entries.set('Condition', conditionValue(conditions));
  const open = block.blocks.find(({ uncertain }) => uncertain !== null);
  return map(entries, null, 'object', open === undefined ? null : unknown(open.uncertain ?? ''));
}

/** A list of one element is written as that element. */
function oneOrMany(value: Value): Value {
  if (value.kind !== 'list' && value.kind !== 'set') return value;
  const [only] = value.items;
  return value.items.length === 1 && only !== undefined ? only : value;
}

function textOf(body: EvaluatedBody, name: string): string {
  const value = valueOf(body, name);
  return value?.kind === 'string' ? value.value : `\${${body.attributes.get(name)?.expression.span.text ?? ''}}`;
}

function principalValue(blocks: readonly EvaluatedBlock[]): Value {
  const members = new Map<string, Value>();
  for (const block of blocks) {
    const type = textOf(block, 'type');
    const identifiers = oneOrMany(valueOf(block, 'identifiers') ?? list([]));
    if (type === '*' && identifiers.kind === 'string' && identifiers.value === '*') return identifiers;
    members.set(type, joined(members.get(type), identifiers));
  }
  return map(members);
}

function joined(present: Value | undefined, more: Value): Value {
  if (present === undefined) return more;
  const items = (value: Value): readonly Value[] => ('items' in value ? value.items : [value]);
  return list([...items(present), ...items(more)]);
}

function conditionValue(blocks: readonly EvaluatedBlock[]): Value {
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocks) {
    const test = textOf(block, 'test');
    const variables = tests.get(test) ?? new Map<string, Value>();
    tests.set(test, variables);
    variables.set(textOf(block, 'variable'), oneOrMany(valueOf(block, 'values') ?? list([])));
  }
  return map(new Map([...tests].map(([test, variables]) => [test, map(variables)])));
}
