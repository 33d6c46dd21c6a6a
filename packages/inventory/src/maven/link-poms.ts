import { joinPath, type ReadFile, toDirectory } from '../cover.ts';
import type { PomModel } from './pom-model.ts';
import { toPomReading } from './pom-xml.ts';

/** Longer chains of parents do not exist; a circle of files ends here. */
const MAX_ANCESTORS = 16;

/** Ancestors of a project that lie in the tree, nearest first; the first one that is elsewhere ends the chain. */
function findAncestors(file: ReadFile, byPath: ReadonlyMap<string, PomModel>): readonly PomModel[] {
  const ancestors: PomModel[] = [];
  let { path } = file;
  let model = byPath.get(path);
  while (model?.parent && model.parent.path !== '' && ancestors.length < MAX_ANCESTORS) {
    const wanted = model.parent;
    const target = joinPath(toDirectory(path), wanted.path);
    path = byPath.has(target) ? target : joinPath(target, 'pom.xml');
    model = byPath.get(path);
    if (!model || model.name !== wanted.name || ancestors.includes(model)) break;
    ancestors.push(model);
  }
  return ancestors;
}

/** Reads every `pom.xml` again below the parents that were read with it: they define versions and properties. */
export function linkPoms(files: readonly ReadFile[]): readonly ReadFile[] {
  const byPath = new Map(files.flatMap(({ path, reading }) => (reading.pom ? [[path, reading.pom] as const] : [])));
  return files.map((file) => {
    const ancestors = findAncestors(file, byPath);
    if (ancestors.length === 0 || !file.reading.pom) return file;
    return { path: file.path, reader: file.reader, reading: toPomReading(file.reading.pom, ancestors) };
  });
}
