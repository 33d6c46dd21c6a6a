import { map, type MapValue, string, type Value } from '../../evaluate/values.ts';
import type { BlockReference, InfrastructureBlock } from '../../state/block.ts';
import type { Problems } from '../data/problems.ts';
import { snakeKeys } from '../cdk/construct-attributes.ts';
import {
  createProgramEvaluator,
  type ProgramEvaluator,
  type QualifiedName,
  spanOf,
} from '../program/evaluate-program.ts';
import { createModuleFinder } from '../program/modules.ts';
import { lookUp, type Program, type ProgramCall, type ProgramExpression, type Scope } from '../program/program.ts';
import { pulumiType } from './resource-types.ts';

/** Name of a resource whose name is not known. */
const UNKNOWN_NAME = 'unknown';

interface Found {
  readonly call: ProgramCall;
  readonly scope: Scope;
  readonly assignedTo: string | null;
  readonly type: string;
  readonly name: string;
}

/** The resources that programs in Python, TypeScript and JavaScript declare. */
export function programResources(programs: readonly Program[], problems: Problems): readonly InfrastructureBlock[] {
  const evaluator = createProgramEvaluator({
    resolveModule: createModuleFinder(programs),
    call: argumentObject,
    onLimit: (span) => {
      problems.error('The values of this program take too long to work out; from here on none is known.', span);
    },
  });
  return programs.flatMap((program) => {
    const found = program.calls.flatMap(({ call, scope, assignedTo }) => {
      const type = typeOf(call, evaluator.qualify(call.callee, scope));
      return type === undefined ? [] : [{ call, scope, assignedTo, type, name: nameOf(call, scope, evaluator) }];
    });
    const addresses = addressesOf(found);
    return found.map((one) => toBlock(one, evaluator, addresses));
  });
}

/** `BucketVersioningArgs(enabled=True)` and `dict(enabled=True)` are objects. */
function argumentObject(
  { args, named, from, to }: ProgramCall,
  name: QualifiedName | undefined,
  evaluate: (expression: ProgramExpression) => Value,
): Value | undefined {
  const last = name?.path.at(-1) ?? '';
  if (last === 'freeze' && args[0] !== undefined) return evaluate(args[0]);
  if (args.length > 0 || !(last.endsWith('Args') || last.endsWith('ArgsDict') || last === 'dict')) return undefined;
  return evaluate({ kind: 'object', members: named.map((one) => member(one, { from, to })), from, to });
}

function member(
  { name, value }: ProgramCall['named'][number],
  place: { readonly from: number; readonly to: number },
): { readonly key: ProgramExpression | null; readonly value: ProgramExpression } {
  return { key: name === null ? null : { kind: 'literal', value: name, ...place }, value };
}

function typeOf(call: ProgramCall, name: QualifiedName | undefined): string | undefined {
  if (name === undefined) return undefined;
  const { module, path } = name;
  if (module === null) return path[0] === undefined ? undefined : pulumiType(path[0], path.slice(1));
  const [, packageName = '', inner = ''] = /^(?:pulumi_|@pulumi\/)(\w+)(?:[./](.+))?$/.exec(module) ?? [];
  const full = [...inner.split(/[./]/).filter((part) => part !== ''), ...path];
  const isPython = call.named.length > 0 || !call.isNew;
  return isPython || call.isNew ? pulumiType(packageName, full) : undefined;
}

function nameOf({ args: [first], named }: ProgramCall, scope: Scope, evaluator: ProgramEvaluator): string {
  const expression = first ?? named.find(({ name }) => name === 'resource_name')?.value;
  const value = expression === undefined ? undefined : evaluator.value(expression, scope);
  return value?.kind === 'string' ? value.value : UNKNOWN_NAME;
}

/** Addresses of resources by the variables that hold them; a name that is used twice tells nothing. */
function addressesOf(found: readonly Found[]): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const repeated = new Set<string>();
  for (const { assignedTo, type, name } of found) {
    if (assignedTo === null) continue;
    if (addresses.has(assignedTo)) repeated.add(assignedTo);
    addresses.set(assignedTo, `${type}.${name}`);
  }
  for (const name of repeated) addresses.delete(name);
  return addresses;
}

/** Arguments that say how a resource is managed, not what it is. */
const OPTIONS = new Set(['opts', 'resource_name', '__props__']);

function toBlock(
  { call, scope, type, name }: Found,
  evaluator: ProgramEvaluator,
  addresses: ReadonlyMap<string, string>,
): InfrastructureBlock {
  const span = spanOf(call, scope);
  const given = propertiesOf(call, scope, evaluator);
  const entries = new Map(given.entries);
  entries.set('_source_path', string(scope.program.source.file, span));
  return {
    kind: 'resource',
    type,
    name,
    address: `${type}.${name}`,
    attributes: map(entries, span, 'object', given.rest),
    span,
    references: referencesOf(call, scope, addresses),
  };
}

function propertiesOf(call: ProgramCall, scope: Scope, evaluator: ProgramEvaluator): MapValue {
  const place = { from: call.from, to: call.to };
  const named = call.named.filter((one) => one.name === null || !OPTIONS.has(one.name));
  const written: ProgramExpression =
    named.length > 0 || call.args[1] === undefined
      ? { kind: 'object', members: named.map((one) => member(one, place)), ...place }
      : call.args[1];
  const value = evaluator.value(written, scope);
  const own = call.isNew ? snakeKeys(value) : value;
  if (own.kind === 'object') return own;
  return map(new Map(), null, 'object', own.kind === 'unknown' ? own : null);
}

/** Resources whose variables stand in the arguments. */
function referencesOf(
  call: ProgramCall,
  scope: Scope,
  addresses: ReadonlyMap<string, string>,
): readonly BlockReference[] {
  const found = new Map<string, BlockReference>();
  const look = (expression: ProgramExpression, path: readonly string[]): void => {
    if (expression.kind === 'name') {
      const address = addresses.get(expression.name);
      if (address === undefined || lookUp(scope, expression.name)?.kind === 'import') return;
      found.set(`${path.join('.')} ${address}`, { path, address });
      return;
    }
    for (const [part, key] of partsOf(expression)) look(part, key === undefined ? path : [...path, key]);
  };
  for (const { name, value } of call.named) if (name !== 'opts') look(value, name === null ? [] : [name]);
  for (const argument of call.args.slice(1)) look(argument, []);
  return [...found.values()];
}

function partsOf(expression: ProgramExpression): readonly (readonly [ProgramExpression, string?])[] {
  switch (expression.kind) {
    case 'list':
      return expression.items.map((item) => [item]);
    case 'object':
      return expression.members.map(({ key, value }) => [
        value,
        key?.kind === 'literal' ? String(key.value) : undefined,
      ]) as [ProgramExpression, string?][];
    case 'member':
    case 'index':
      return [[expression.source]];
    case 'text':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : [[part] as const]));
    case 'plus':
      return [[expression.left], [expression.right]];
    case 'choice':
      return [[expression.whenTrue], [expression.whenFalse]];
    case 'call':
      return [
        ...(expression.callee.kind === 'member' ? [[expression.callee.source] as const] : []),
        ...expression.args.map((part) => [part] as const),
        ...expression.named.map(({ name, value }) => [value, name ?? undefined] as [ProgramExpression, string?]),
      ];
    case 'spread':
    case 'not':
    case 'minus':
      return [[expression.operand]];
    case 'literal':
    case 'name':
    case 'other':
      return [];
    default:
      return expression satisfies never;
  }
}
