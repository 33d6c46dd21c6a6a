import { collectBom } from '../../src/index.ts';

/** Rows of `purl scope direct`, and what depends on what. */
export function read(files: Readonly<Record<string, string>>) {
  const bom = collectBom(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { name: 'sample' },
  );
  return {
    bom,
    rows: bom.components.map(({ purl, scope, direct }) => `${purl} ${scope}${direct ? ' direct' : ''}`),
    edges: bom.components.flatMap(({ purl, dependsOn }) => dependsOn.map((to) => `${purl} -> ${to}`)),
    problems: bom.sources.flatMap(({ path, problem }) => (problem === null ? [] : [`${path} ${problem}`])),
  };
}
