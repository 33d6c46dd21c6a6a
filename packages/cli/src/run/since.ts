import { listChanged, resolveRef } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { Target } from '@securescan/model';

/**
 * Paths that changed since a commit: committed, staged, unstaged and new ones, relative to the repository's root.
 * @throws SecureScanError E_TARGET_KIND, E_NOT_A_REPOSITORY, E_REF_INVALID
 */
export async function findChangedPaths(target: Target, ref: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  if (target.kind === 'url' || target.kind === 'host') {
    throw new SecureScanError('E_TARGET_KIND', `--since needs files in git; ${target.display} is a ${target.kind}`);
  }
  const base = await resolveRef(target.root, ref, { signal });
  return new Set(await listChanged(target.root, base, null, { signal }));
}
