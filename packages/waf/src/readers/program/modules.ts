import { folderOf, joinPath } from '../../evaluate/module-paths.ts';
import type { Program, Scope } from './program.ts';

/** Finds the file of a tree that an import of another file of it means; undefined for packages. */
export function createModuleFinder(programs: readonly Program[]): (from: Scope, module: string) => Scope | undefined {
  const byPath = new Map(programs.map((program) => [program.source.file, program] as const));
  return ({ program }, module) => {
    const { file } = program.source;
    for (const path of candidates(file, folderOf(file), module)) {
      const found = byPath.get(path);
      if (found !== undefined) return found.top;
    }
    return undefined;
  };
}

function candidates(file: string, folder: string, module: string): readonly string[] {
  if (file.endsWith('.py')) {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module.slice(dots).split('.').join('/');
    const up = '../'.repeat(Math.max(0, dots - 1));
    const base = joinPath(folder, `${up}${parts}`);
    return base === null ? [] : [`${base}.py`, `${base}/__init__.py`];
  }
  if (!module.startsWith('.')) return [];
  const base = joinPath(folder, module);
  if (base === null) return [];
  const plain = base.replace(/\.(?:js|ts)$/, '');
  return [`${plain}.ts`, `${plain}.tsx`, `${plain}.js`, `${plain}/index.ts`, `${plain}/index.js`];
}
