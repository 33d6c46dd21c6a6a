import { readdir, readFile, stat } from 'node:fs/promises';
import { signalGroup } from './live-groups.ts';
import { hasOwnerEnded, readProcess, RUN_VARIABLE } from './run-marker.ts';

/**
 * Kills the tools that an earlier SecureScan left behind: the process groups of those of our processes whose environment
 * names a run that has ended. The guard does this at once; here it is made up for when the guard was killed too. For
 * programs that run long, at their start. Only Linux can tell; elsewhere nothing happens.
 * @returns the groups that were killed
 */
export async function killStrayTools(): Promise<readonly number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const groups = new Set<number>();
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    const marker = await readMarker(entry);
    if (marker === null || !hasOwnerEnded(marker)) continue;
    const group = readProcess(Number(entry))?.group;
    // 0 and 1 mean other things to kill.
    if (group !== undefined && group > 1) groups.add(group);
  }
  const own = readProcess(process.pid)?.group;
  if (own !== undefined) groups.delete(own);
  for (const group of groups) signalGroup(group, 'SIGKILL');
  return [...groups].toSorted((a, b) => a - b);
}

/** The run that a process of the same user belongs to. Another user's may say what it likes. */
async function readMarker(pid: string): Promise<string | null> {
  try {
    if ((await stat(`/proc/${pid}`)).uid !== process.geteuid?.()) return null;
    const variables = (await readFile(`/proc/${pid}/environ`, 'latin1')).split('\0');
    const prefix = `${RUN_VARIABLE}=`;
    return variables.find((variable) => variable.startsWith(prefix))?.slice(prefix.length) ?? null;
  } catch {
    // It has ended, or shows its environment to nobody.
    return null;
  }
}
