import type { Span } from '../hcl/span.ts';
import type { Block } from '../hcl/tree.ts';
import { constrain } from './constrain.ts';
import { evaluate } from './evaluate.ts';
import { evaluateBody, evaluateDeclaration } from './evaluate-body.ts';
import type { EvaluatedObject, InstanceKey } from './evaluated.ts';
import { countInstances, eachInstances, type Instance, keySuffix, SINGLE, standIn } from './instances.ts';
import { type Addresses, createReferences, NONE, type Path, type References } from './references.ts';
import { isLocalSource, joinPath } from './module-paths.ts';
import { foreignOutput, keyText, moduleValue, outputOfMany } from './module-value.ts';
import type { ModuleSource } from './module-source.ts';
import { resourceValue } from './object-value.ts';
import { failed, type Reporter } from './reporter.ts';
import { extend, type Scope } from './scope.ts';
import { createSettler } from './settle.ts';
import { map, mark, nullValue, string, unknown, type Value } from './values.ts';

/** What all modules of one evaluation share. */
export interface Evaluation {
  readonly reporter: Reporter;
  readonly budget: Scope['budget'];
  /** The module in a folder, null when there is none. */
  readonly load: (directory: string) => ModuleSource | null;
  readonly call: (directory: string) => Scope['call'];
  readonly workspace: Value;
}

/** Where a module is called from. */
export interface Call {
  /** Such as `module.net["eu"]`, empty for the root module. */
  readonly address: string;
  /** The value given to a variable, null when none is. */
  readonly input: (name: string) => Value | null;
  /** What the argument for a variable refers to. */
  readonly references: (variable: string, path: Path) => Addresses;
  /** Folders of the modules around this one. */
  readonly ancestors: readonly string[];
}

/** A module with its inputs, worked out as far as is asked for. */
export interface Module {
  readonly outputs: () => Value;
  readonly output: (name: string) => Value | null;
  readonly references: References;
  /** Adds everything in it and in the modules that it calls. */
  readonly collectObjects: (into: EvaluatedObject[]) => void;
}

interface Child {
  readonly instance: Instance;
  readonly object: EvaluatedObject;
  readonly module: Module | null;
}

/** What a module that is called costs beside what is in it: it stays in memory to the end. */
const MODULE_STEPS = 500;

const UNSETTLED = new Map([['self', unknown('self is settled when it is created')]]);

export function createModule(source: ModuleSource, call: Call, evaluation: Evaluation): Module {
  const { reporter, budget } = evaluation;
  const { once, value: settle } = createSettler(reporter, budget);
  const prefix = call.address === '' ? '' : `${call.address}.`;
  const path = map(
    new Map([
      ['module', string(source.directory === '' ? '.' : source.directory)],
      ['root', string('.')],
      ['cwd', string('.')],
    ]),
  );

  const scope: Scope = {
    budget,
    call: evaluation.call(source.directory),
    resolveOutput,
    lookUp: (name, span) => {
      if (name === 'path') return path;
      if (name === 'terraform') return map(new Map([['workspace', evaluation.workspace]]));
      if (name === 'var') return collect(source.variables, variable);
      if (name === 'local') return collect(source.locals, local);
      reporter.report('warning', `There is nothing named ${name} here.`, span);
      return failed(span);
    },
    resolve: (names, span) => {
      const [root = '', first = '', second] = names;
      if (root === 'var' && second === undefined) return variable(first) ?? missing(`the variable ${first}`, span);
      if (root === 'local' && second === undefined) return local(first) ?? missing(`the local value ${first}`, span);
      if (root === 'module') return resolveModule(first, second, span);
      if (root === 'data' || root === 'ephemeral') {
        if (second === undefined) return null;
        return resource(`${root}.${first}.${second}`) ?? missing(`${root}.${first}.${second}`, span);
      }
      if (root === 'resource' && second !== undefined)
        return resource(`${first}.${second}`) ?? missing(`${first}.${second}`, span);
      if (second !== undefined || ['path', 'terraform', 'each', 'count', 'self', 'var', 'local', '*'].includes(root))
        return null;
      return resource(`${root}.${first}`) ?? missing(`${root}.${first}`, span);
    },
  };

  /** Of a block without instances; made once. */
  const single = extend(scope, UNSETTLED);

  function resolveOutput(name: string, key: Value, output: string, span: Span): Value | null {
    if (key.kind !== 'string' && key.kind !== 'number') return null;
    const found = children(name, String(key.value)).find(({ instance }) => keyText(instance.key) === String(key.value));
    if (found === undefined) return null;
    if (found.module === null) return foreignOutput(name, span);
    return found.module.output(output) ?? missing(`the output ${output} in module.${name}`, span);
  }

  const references = createReferences(
    source,
    prefix,
    {
      argument: call.references,
      output: (name, key, wanted, path) => {
        const found = new Set<string>();
        for (const { module } of children(name, key)) {
          for (const address of module?.references.ofOutput(wanted, path) ?? NONE) found.add(address);
        }
        return found;
      },
    },
    budget,
  );
  const referencesOf = (block: Block, key: InstanceKey = SINGLE.key): EvaluatedObject['references'] =>
    reporter.attempt(
      block.span,
      () => references.ofBlock(block, key),
      () => [],
    );

  /** A name that means nothing is an error in Terraform at any place, so that `try` does not go round it. */
  function missing(what: string, span: Span): Value {
    reporter.report('warning', `Nothing declares ${what}.`, span);
    return failed(span);
  }

  function collect<T>(declared: ReadonlyMap<string, T>, valueOf: (name: string) => Value | null): Value {
    return map(new Map([...declared.keys()].map((name) => [name, valueOf(name) ?? nullValue()])));
  }

  function variable(name: string): Value | null {
    const block = source.variables.get(name);
    if (block === undefined) return null;
    return settle(`var.${name}`, block.span, () => {
      const argument = (wanted: string) => block.body.attributes.find((one) => one.name === wanted)?.value;
      const type = argument('type');
      const fallback = argument('default');
      const given =
        call.input(name) ??
        (fallback === undefined ? unknown(`the variable ${name} has no value`, block.span) : evaluate(fallback, scope));
      const value = type === undefined ? given : constrain(given, type, (expression) => evaluate(expression, scope));
      const sensitive = argument('sensitive');
      return mark(value, sensitive?.kind === 'literal' && sensitive.value === true);
    });
  }

  function local(name: string): Value | null {
    const attribute = source.locals.get(name);
    if (attribute === undefined) return null;
    return settle(`local.${name}`, attribute.span, () => evaluate(attribute.value, scope));
  }

  function instancesOf(block: Block): readonly Instance[] {
    const argument = (name: string) => block.body.attributes.find((one) => one.name === name)?.value;
    const count = argument('count');
    const forEach = argument('for_each');
    const { maxInstances } = budget.limits;
    if (count !== undefined) {
      return reporter.attempt(
        count.span,
        () => countInstances(evaluate(count, scope), maxInstances),
        () => [standIn('count', 'it cannot be worked out')],
      );
    }
    if (forEach !== undefined) {
      return reporter.attempt(
        forEach.span,
        () => eachInstances(evaluate(forEach, scope), maxInstances),
        () => [standIn('each', 'it cannot be worked out')],
      );
    }
    return [SINGLE];
  }

  function evaluateObject(
    block: Block,
    instance: Instance,
    address: string,
    result: Value | null = null,
  ): EvaluatedObject {
    budget.spend(1);
    const inner = instance === SINGLE ? single : extend(scope, new Map([...UNSETTLED, ...instance.names]));
    const body = evaluateBody(block.body, inner, reporter);
    const [first, second] = block.labels;
    return {
      ...body,
      kind: block.type,
      address: `${prefix}${address}${keySuffix(instance.key)}`,
      module: call.address,
      type: first?.text ?? '',
      name: (second ?? first)?.text ?? '',
      key: instance.key,
      result,
      references: [],
      span: block.span,
    };
  }

  function resourceInstances(key: string, block: Block): readonly EvaluatedObject[] | null {
    return once(key, block.span, () => instancesOf(block).map((instance) => evaluateObject(block, instance, key)));
  }

  function resource(key: string): Value | null {
    const block = source.resources.get(key);
    if (block === undefined) return null;
    const instances = resourceInstances(key, block);
    if (instances === null) return unknown('it depends on itself', block.span);
    return once(`value of ${key}`, block.span, () => resourceValue(instances, `${prefix}${key}`));
  }

  function child(name: string, block: Block): readonly Child[] | null {
    return once(`module.${name}`, block.span, () => {
      const wanted = block.body.attributes.find((one) => one.name === 'source')?.value;
      const text = wanted?.kind === 'literal' ? String(wanted.value) : '';
      const directory = isLocalSource(text) ? joinPath(source.directory, text) : null;
      const called = directory === null ? null : evaluation.load(directory);
      if (isLocalSource(text) && called === null) {
        const place = directory === null ? 'lies outside of what is read' : 'has no configuration files';
        // What stands outside is code that was left out; a folder without code has none.
        reporter.report(
          directory === null ? 'error' : 'warning',
          `The folder ${JSON.stringify(text)} of module.${name} ${place}.`,
          wanted?.span ?? block.span,
        );
      }
      const circular = called !== null && [...call.ancestors, source.directory].includes(called.directory);
      if (circular) reporter.report('error', `module.${name} calls a module that it is part of.`, block.span);
      return instancesOf(block).map((instance): Child => {
        budget.spend(MODULE_STEPS);
        const address = `${prefix}module.${name}${keySuffix(instance.key)}`;
        const inner = extend(scope, instance.names);
        const input = (variableName: string): Value | null => {
          const argument = block.body.attributes.find((one) => one.name === variableName);
          if (argument === undefined) return null;
          return reporter.attempt(
            argument.span,
            () => evaluate(argument.value, inner),
            () => failed(argument.span),
          );
        };
        const ancestors = [...call.ancestors, source.directory];
        return {
          instance,
          object: { ...emptyObject(block, call.address), address, name, type: name, key: instance.key },
          module:
            called === null || circular
              ? null
              : createModule(
                  called,
                  {
                    address,
                    input,
                    ancestors,
                    references: (wantedName, path) => references.ofArgument(block, instance.key, wantedName, path),
                  },
                  evaluation,
                ),
        };
      });
    });
  }

  /** The instances of a call that a key names, all when there is none. */
  function children(name: string, key: string | number | null): readonly Child[] {
    const block = source.modules.get(name);
    const all = block === undefined ? null : child(name, block);
    if (block === undefined || all === null || key === null) return all ?? [];
    const byKey = once(`keys of module.${name}`, block.span, () =>
      Map.groupBy(all, ({ instance }) => keyText(instance.key)),
    );
    return [...(byKey?.get(`${key}`) ?? []), ...(byKey?.get('') ?? [])];
  }

  function resolveModule(name: string, output: string | undefined, span: Span): Value {
    const block = source.modules.get(name);
    if (block === undefined) return missing(`module.${name}`, span);
    const instances = child(name, block);
    if (instances === null) return unknown('it depends on itself', span);
    const [first] = instances;
    const isSingle = first?.instance.key.kind === 'single';
    if (output !== undefined && isSingle) {
      // Only one output is wanted: the others may depend on what asks.
      if (first.module === null) return foreignOutput(name, span);
      return first.module.output(output) ?? missing(`the output ${output} in module.${name}`, span);
    }
    const value = settle(`value of module.${name}`, block.span, () =>
      moduleValue(
        name,
        instances.map(({ instance: { key }, object, module }) => ({ key, object, outputs: module?.outputs ?? null })),
      ),
    );
    return output === undefined || isSingle ? value : outputOfMany(value, output, span);
  }

  function output(name: string): Value | null {
    const block = source.outputs.get(name);
    if (block === undefined) return null;
    return settle(`output.${name}`, block.span, () => {
      const value = block.body.attributes.find((one) => one.name === 'value')?.value;
      const sensitive = block.body.attributes.find((one) => one.name === 'sensitive')?.value;
      const result = value === undefined ? nullValue(block.span) : evaluate(value, scope);
      return mark(result, sensitive?.kind === 'literal' && sensitive.value === true);
    });
  }

  function localsObject(block: Block): EvaluatedObject {
    const attributes = block.body.attributes.map(({ name, value, span }) => ({
      name,
      value: local(name) ?? nullValue(span),
      expression: value,
      span,
    }));
    return {
      ...emptyObject(block, call.address),
      address: `${prefix}locals`,
      attributes: new Map(attributes.map((one) => [one.name, one])),
    };
  }

  function collectObjects(found: EvaluatedObject[]): void {
    const add = (block: Block, object: EvaluatedObject): void => {
      found.push({ ...object, references: referencesOf(block, object.key) });
    };
    for (const [key, block] of source.resources) {
      for (const one of resourceInstances(key, block) ?? []) add(block, one);
    }
    for (const block of source.duplicates) {
      const key = block.labels.map(({ text }) => text).join('.');
      const address = block.type === 'resource' ? key : `${block.type}.${key}`;
      for (const instance of instancesOf(block)) add(block, evaluateObject(block, instance, address));
    }
    for (const block of source.localsBlocks) add(block, localsObject(block));
    for (const [name, block] of source.variables) {
      const declaration = evaluateDeclaration(block.body, scope, reporter);
      const address = `${prefix}var.${name}`;
      const result = variable(name);
      add(block, {
        ...emptyObject(block, call.address),
        ...declaration,
        span: block.span,
        address,
        type: name,
        name,
        result,
      });
    }
    for (const [name, block] of source.outputs)
      add(block, evaluateObject(block, SINGLE, `output.${name}`, output(name)));
    for (const block of source.others) {
      const [label] = block.labels;
      add(block, evaluateObject(block, SINGLE, label === undefined ? block.type : `${block.type}.${label.text}`));
    }
    for (const [name, block] of source.modules) {
      for (const { instance, object, module } of child(name, block) ?? []) {
        const body = evaluateBody(block.body, extend(scope, instance.names), reporter);
        add(block, { ...object, attributes: body.attributes, blocks: body.blocks });
        budget.nest(() => module?.collectObjects(found));
      }
    }
  }

  let outputs: Value | undefined;
  return { collectObjects, references, output, outputs: () => (outputs ??= collect(source.outputs, output)) };
}

function emptyObject(block: Block, module: string): Omit<EvaluatedObject, 'address'> {
  return {
    kind: block.type,
    module,
    type: '',
    name: '',
    key: SINGLE.key,
    result: null,
    references: [],
    attributes: new Map(),
    blocks: [],
    span: block.span,
  };
}
