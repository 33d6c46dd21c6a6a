/** Properties of a project model by name. */
export type Properties = ReadonlyMap<string, string>;

const MAX_ROUNDS = 16;
const MAX_LENGTH = 4096;

/** Replaces `${name}` by its property, also within properties; a cycle or an explosion leaves the text as it was. */
export function interpolate(text: string, properties: Properties): string {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS && current.includes('${'); round += 1) {
    const next = current.replaceAll(/\$\{([^${}]+)\}/g, (whole, name: string) => properties.get(name.trim()) ?? whole);
    if (next === current || next.length > MAX_LENGTH) break;
    current = next;
  }
  return current.includes('${') ? text : current;
}
