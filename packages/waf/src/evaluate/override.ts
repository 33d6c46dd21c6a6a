import type { Block, Body } from '../hcl/tree.ts';

const OVERRIDE = /(?:^|\/)(?:override|[^/]*_override)\.(?:tf|tofu)(?:\.json)?$/;

/** Whether a file changes blocks of the other files of its folder instead of adding some. */
export function isOverride(path: string): boolean {
  return OVERRIDE.test(path);
}

/** The name that a block and what overrides it share. */
function nameOf({ type, labels }: Block): string {
  return JSON.stringify([type, ...labels.map(({ text }) => text)]);
}

/**
 * Puts override files over the files of a folder: an argument replaces the one of the same name, nested blocks replace
 * all of the same type. What has nothing to override is kept as it is.
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function applyOverrides(bodies: readonly Body[], overrides: readonly Body[]): readonly Body[] {
  let result = bodies;
  for (const override of overrides) {
    const changes = Map.groupBy(override.blocks, nameOf);
    const used = new Set<string>();
    result = result.map((body) => ({
      ...body,
      blocks: body.blocks.map((block) => {
        const name = nameOf(block);
        const own = changes.get(name) ?? [];
        if (own.length > 0) used.add(name);
        let merged = block.body;
        for (const { body: over } of own) merged = mergeBodies(merged, over);
        return { ...block, body: merged };
      }),
    }));
    const rest = override.blocks.filter((block) => !used.has(nameOf(block)));
    if (rest.length > 0) result = [...result, { ...override, blocks: rest }];
  }
  return result;
}

function mergeBodies(base: Body, over: Body): Body {
  const names = new Set(over.attributes.map(({ name }) => name));
  const types = new Set(over.blocks.map(({ type }) => type));
  return {
    attributes: [...base.attributes.filter(({ name }) => !names.has(name)), ...over.attributes],
    blocks: [...base.blocks.filter(({ type }) => !types.has(type)), ...over.blocks],
    span: base.span,
  };
}
