import type { Clock } from '@securescan/core';
import { findConfigFile } from '@securescan/host';
import { isInside } from './inside.ts';
import { emptyConfig, loadProject } from './project.ts';
import type { Project } from './project.ts';

/**
 * The configuration of a tree made from git's objects. Such a tree stands in a temporary directory, so the search must not
 * leave it.
 * @param root - absolute path of the tree
 * @param start - absolute path in it where the search begins
 * @param explicit - absolute path given by the user, or null
 */
export async function loadProjectWithin(
  root: string,
  start: string,
  explicit: string | null,
  clock: Clock,
): Promise<Project> {
  if (explicit !== null) return loadProject(start, explicit, clock);
  const found = await findConfigFile(start);
  if (found === null || !isInside(root, found)) return { config: emptyConfig(), path: null, directory: start };
  return loadProject(start, found, clock);
}
