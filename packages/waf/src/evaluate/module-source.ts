import type { Attribute, Block, Body } from '../hcl/tree.ts';
import type { Reporter } from './reporter.ts';

/** The blocks of one folder, by what they are. */
export interface ModuleSource {
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Attribute>;
  readonly localsBlocks: readonly Block[];
  readonly outputs: ReadonlyMap<string, Block>;
  /** Keyed `type.name`, data sources `data.type.name`. */
  readonly resources: ReadonlyMap<string, Block>;
  readonly modules: ReadonlyMap<string, Block>;
  /** All others, such as `provider` and `terraform`. */
  readonly others: readonly Block[];
  /** Resources, data sources and outputs with a name that another one has. References mean the first, but each is there. */
  readonly duplicates: readonly Block[];
}

const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
};

/** Sorts the blocks of a module's files. */
export function collectModule(directory: string, bodies: readonly Body[], reporter: Reporter): ModuleSource {
  const variables = new Map<string, Block>();
  const locals = new Map<string, Attribute>();
  const localsBlocks: Block[] = [];
  const outputs = new Map<string, Block>();
  const resources = new Map<string, Block>();
  const modules = new Map<string, Block>();
  const others: Block[] = [];
  const duplicates: Block[] = [];

  const put = (into: Map<string, Block>, name: string, what: string, one: Block): void => {
    if (!into.has(name)) {
      into.set(name, one);
    } else if (one.type === 'variable' || one.type === 'module') {
      reporter.report('error', `${what} ${name} is declared twice; the first one counts.`, one.span);
    } else {
      reporter.report('warning', `${what} ${name} is declared twice; references mean the first one.`, one.span);
      duplicates.push(one);
    }
  };
  const sort = (block: Block): void => {
    const names = block.labels.map(({ text }) => text);
    const wanted = Object.hasOwn(LABELS, block.type) ? LABELS[block.type] : undefined;
    if (wanted !== undefined && names.length !== wanted) {
      reporter.report(
        'error',
        `A ${block.type} block has ${wanted === 1 ? 'one name' : 'a type and a name'} before its \`{\`.`,
        block.typeSpan,
      );
      return;
    }
    const [first = '', second = ''] = names;
    if (block.type === 'variable') put(variables, first, 'The variable', block);
    else if (block.type === 'output') put(outputs, first, 'The output', block);
    else if (block.type === 'module') put(modules, first, 'The module', block);
    else if (block.type === 'resource') put(resources, `${first}.${second}`, 'The resource', block);
    else if (block.type === 'data' || block.type === 'ephemeral')
      put(resources, `${block.type}.${first}.${second}`, 'The data source', block);
    else if (block.type === 'locals') {
      localsBlocks.push(block);
      for (const local of block.body.attributes) {
        if (!locals.has(local.name)) locals.set(local.name, local);
        else
          reporter.report(
            'error',
            `The local value ${local.name} is declared twice; the first one counts.`,
            local.span,
          );
      }
    } else others.push(block);
  };

  for (const body of bodies) {
    for (const block of body.blocks) sort(block);
    for (const { span } of body.attributes) reporter.report('error', 'An argument stands outside of all blocks.', span);
  }
  return { directory, variables, locals, localsBlocks, outputs, resources, modules, others, duplicates };
}
