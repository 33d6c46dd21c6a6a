import { compareCodePoints } from '@securescan/model';
import type { WalkProblem } from '../ports/source-tree.ts';

/** How many names a notice gives before it only counts. */
const MAX_NAMES = 3;

const WALK_SENTENCES: Record<WalkProblem['kind'], (count: number) => string> = {
  unreadable: (n) =>
    n === 1 ? '1 file or directory could not be read' : `${n} files or directories could not be read`,
  'too-deep': (n) =>
    n === 1
      ? '1 directory is nested too deeply and was left out'
      : `${n} directories are nested too deeply and were left out`,
  'too-many': () => 'the tree has more files than a scan looks at; the rest was left out',
  'link-outside': (n) =>
    n === 1
      ? '1 link leads out of the target and was not followed'
      : `${n} links lead out of the target and were not followed`,
  'special-file': (n) =>
    n === 1
      ? '1 entry is neither file nor directory and was left out'
      : `${n} entries are neither files nor directories and were left out`,
};

/** `a, b, c and 4 more`, in code point order. */
function listNames(names: readonly string[]): string {
  const shown = names.toSorted(compareCodePoints).slice(0, MAX_NAMES);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** One sentence per kind of problem that the walk met, whatever order it met them in. */
export function describeWalkProblems(problems: readonly WalkProblem[]): readonly string[] {
  const byKind = Map.groupBy(problems, ({ kind }) => kind);
  return (Object.keys(WALK_SENTENCES) as WalkProblem['kind'][]).flatMap((kind) => {
    const met = byKind.get(kind);
    if (met === undefined) return [];
    return [`${WALK_SENTENCES[kind](met.length)}: ${listNames(met.map(({ path }) => path))}`];
  });
}
