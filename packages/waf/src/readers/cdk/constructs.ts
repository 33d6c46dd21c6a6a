import { type MapValue, map, string, type Value } from '../../evaluate/values.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import type { Problems } from '../data/problems.ts';
import {
  createProgramEvaluator,
  type ProgramEvaluator,
  type QualifiedName,
  spanOf,
} from '../program/evaluate-program.ts';
import { createModuleFinder } from '../program/modules.ts';
import type { Program, ProgramExpression, Scope } from '../program/program.ts';
import { constructAttributes } from './construct-attributes.ts';
import { constructType, isLibraryName } from './construct-types.ts';

/** The constructs that programs make, as blocks of the types that Terraform has for them. */
export function constructBlocks(programs: readonly Program[], problems: Problems): readonly InfrastructureBlock[] {
  const evaluator = createProgramEvaluator({
    resolveModule: createModuleFinder(programs),
    constant: enumMember,
    onLimit: (span) => {
      problems.error('The values of this program take too long to work out; from here on none is known.', span);
    },
    call: ({ args: [first] }, name, evaluate) =>
      name?.module === null && name.path.join('.') === 'Object.freeze' && first !== undefined
        ? evaluate(first)
        : undefined,
  });
  return programs.flatMap((program) =>
    program.calls.flatMap(({ call, scope }) => {
      const name = call.isNew ? evaluator.qualify(call.callee, scope) : undefined;
      const type = name === undefined ? undefined : constructType(name);
      return name === undefined || type === undefined
        ? []
        : [toBlock(type, name, call.args, spanOf(call, scope), scope, evaluator)];
    }),
  );
}

/** `BucketEncryption.KMS` of the library is the text `KMS`: the name of the member stands for its value. */
function enumMember(name: QualifiedName): string | undefined {
  const last = name.path.at(-1) ?? '';
  const known = isLibraryName(name) || (name.module === null && name.path[0]?.startsWith('aws_') === true);
  return known && name.path.length > 1 && /^[A-Z][A-Z0-9_]*$/.test(last) ? last : undefined;
}

function toBlock(
  type: string,
  name: QualifiedName,
  [scopeArgument, idArgument, properties]: readonly ProgramExpression[],
  span: InfrastructureBlock['span'],
  scope: Scope,
  evaluator: ProgramEvaluator,
): InfrastructureBlock {
  const id = idArgument === undefined ? '' : nameOf(idArgument, scope, evaluator);
  const given = properties === undefined ? undefined : evaluator.value(properties, scope);
  const own: MapValue = given?.kind === 'object' ? given : map(new Map());
  const entries = constructAttributes(own);
  const add = (key: string, text: string): Map<string, Value> => entries.set(key, string(text, span));
  add('_cdk_class', name.path.at(-1) ?? '');
  add('_cdk_scope', scopeArgument === undefined ? '' : spanOf(scopeArgument, scope).text);
  add('_source_path', scope.program.source.file);
  const rest = given?.kind === 'unknown' ? given : own.rest;
  return {
    kind: 'resource',
    type,
    name: id,
    address: `${type}.${id}`,
    attributes: map(entries, span, 'object', rest),
    span,
    references: [],
  };
}

/** The id of a construct; of one that is not known the expression, made fit for an address. */
function nameOf(expression: ProgramExpression, scope: Scope, evaluator: ProgramEvaluator): string {
  const value = evaluator.value(expression, scope);
  return value.kind === 'string' ? value.value : spanOf(expression, scope).text.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
