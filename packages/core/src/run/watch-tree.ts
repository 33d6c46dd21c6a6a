import { describeError } from '@securescan/model';
import type { SourceTree } from '../ports/source-tree.ts';
import { describeWalkProblems } from './notices.ts';

export interface WatchedTree {
  readonly tree: SourceTree;
  wasWalked(): boolean;
}

/** Notes whether anyone has the tree walked: asking an unwalked tree for its problems would cost a walk. */
export function watchTree(tree: SourceTree): WatchedTree {
  let walked = false;
  const noting =
    <Args extends unknown[], Result>(method: (...args: Args) => Result) =>
    (...args: Args): Result => {
      walked = true;
      return method(...args);
    };
  return {
    wasWalked: () => walked,
    tree: {
      root: tree.root,
      files: noting(() => tree.files()),
      problems: noting(() => tree.problems()),
      leavesOut: (path) => tree.leavesOut(path),
      ignoredFiles: noting(() => tree.ignoredFiles()),
      vendoredDirectories: noting(() => tree.vendoredDirectories()),
      check: noting((id: string) => tree.check(id)),
      remember: (work) => {
        walked = true;
        return tree.remember(work);
      },
      readBytes: (path, maxBytes) => tree.readBytes(path, maxBytes),
      readText: (path, maxBytes) => tree.readText(path, maxBytes),
    },
  };
}

/** Sentences about what the walk left out; none when nobody walked. */
export async function readWalkNotices(watched: WatchedTree, signal: AbortSignal): Promise<readonly string[]> {
  if (!watched.wasWalked() || signal.aborted) return [];
  try {
    return describeWalkProblems(await watched.tree.problems());
  } catch (error) {
    return [`the walk of the target did not finish: ${describeError(error)}`];
  }
}
