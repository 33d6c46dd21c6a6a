import type { ProbeStat, ScannerContext } from '@securescan/core';
import { asRepoPath, SecureScanError } from '@securescan/model';

/** Configuration files of a host, by their absolute path on it. Absent and unreadable files are null. */
export interface HostFiles {
  readonly scope: 'host' | 'target';
  read(path: string): Promise<string | null>;
  stat(path: string): Promise<ProbeStat | null>;
  /** Names in a directory, sorted; empty when it is absent. */
  list(directory: string): Promise<readonly string[]>;
  /** The path as it is reported: the place on this machine. */
  locate(path: string): string;
}

/** Files of this machine. */
export function openHostFiles({ host }: Pick<ScannerContext, 'host'>): HostFiles {
  return {
    scope: 'host',
    read: (path) => host.readText(path),
    stat: (path) => host.stat(path),
    list: (directory) => host.listDirectory(directory),
    locate: (path) => path,
  };
}

/** Files below the target, which stands for the root directory of a host. Links are never followed: they lead to this machine. */
export function openTargetFiles({ host, tree, target }: Pick<ScannerContext, 'host' | 'tree' | 'target'>): HostFiles {
  if (target.kind !== 'directory') {
    throw new SecureScanError(
      'E_TARGET_KIND',
      'baseline looks at a directory that holds a root file system, or at / for this machine.',
    );
  }
  const base = target.path === '/' ? '' : target.path;
  const prefix =
    target.path === target.root ? '' : `${target.path.slice(target.root === '/' ? 1 : target.root.length + 1)}/`;

  async function isPlain(path: string): Promise<boolean> {
    const names = path.split('/').slice(1);
    for (let length = 1; length <= names.length; length += 1) {
      const stat = await host.stat(`${base}/${names.slice(0, length).join('/')}`);
      if (stat === null || stat.isSymbolicLink) return false;
    }
    return true;
  }

  return {
    scope: 'target',
    read: async (path) => ((await isPlain(path)) ? tree.readText(asRepoPath(`${prefix}${path.slice(1)}`)) : null),
    stat: async (path) => ((await isPlain(path)) ? host.stat(`${base}${path}`) : null),
    list: async (directory) => ((await isPlain(directory)) ? host.listDirectory(`${base}${directory}`) : []),
    locate: (path) => `${base}${path}`,
  };
}
