import { readFileSync, readlinkSync } from 'node:fs';

/** Variable that tells a tool, and whoever looks at it in `/proc`, which SecureScan it belongs to. */
export const RUN_VARIABLE = 'SECURESCAN_RUN';

/** A process as `/proc` tells it. */
export interface ProcessFacts {
  readonly state: string;
  readonly group: number;
  /** In ticks since the machine was started; with the number it names a process for good. */
  readonly startedAt: string;
}

/**
 * Reads `/proc/PID/stat`; null when there is no such process, or no `/proc`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function readProcess(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name comes second, in parentheses, and may itself hold blanks and parentheses.
    const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startedAt = rest[16];
    if (state === undefined || group === undefined || startedAt === undefined) return null;
    return { state, group: Number(group), startedAt };
  } catch {
    return null;
  }
}

/** Whose process numbers we see: `pid:[4026531836]`; those of another container mean other processes. */
function readNamespace(): string | null {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? null;
  } catch {
    return null;
  }
}

let ownMarker: string | null | undefined;

/** Names this process for good: namespace, number and start. Null where there is no `/proc`. */
export function readOwnMarker(): string | null {
  if (ownMarker !== undefined) return ownMarker;
  const namespace = readNamespace();
  const self = readProcess(process.pid);
  const isKnown = namespace !== null && self !== null;
  return (ownMarker = isKnown ? `${namespace}-${process.pid}-${self.startedAt}` : null);
}

/** The variable for our children; none where there is no `/proc`. */
export function toRunVariables(): Readonly<Record<string, string>> {
  const marker = readOwnMarker();
  return marker === null ? {} : { [RUN_VARIABLE]: marker };
}

/** Whether the marker names a process that we would see if it still ran, and that has ended. */
export function hasOwnerEnded(marker: string): boolean {
  const [, namespace, pid, startedAt] = /^(\d{1,20})-(\d{1,10})-(\d{1,20})$/.exec(marker) ?? [];
  if (pid === undefined || namespace !== readNamespace()) return false;
  const owner = readProcess(Number(pid));
  // Z and X: ended, but nobody has asked how.
  return owner === null || owner.startedAt !== startedAt || owner.state === 'Z' || owner.state === 'X';
}
