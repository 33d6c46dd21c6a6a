import { startGuard, type Guard } from './guard.ts';

/**
 * Process groups of our children that still run. A child in its own group does not get the terminal's Ctrl-C and does not
 * end with its parent, so the list is needed when this process ends; the guard keeps a copy for the case that it is
 * killed. It is the one piece of module state here, because signal handlers and `exit` belong to the process as a whole;
 * nothing is installed while no child runs.
 */
const live = new Set<number>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let guard: Guard | null = null;
/** Windows has no process groups; and where there is no `sh`, it is no use to try again. */
let canGuard = process.platform !== 'win32';

/** Has the guard stand by, so that a child which is started next can be listed at once. */
export function prepareGuard(): void {
  if (guard !== null || !canGuard) return;
  guard = startGuard((hasStarted) => {
    guard = null;
    canGuard &&= hasStarted;
  });
  for (const pid of live) guard.add(pid);
}

/** Remembers the group until `forgetGroup`. */
export function rememberGroup(pid: number): void {
  if (live.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
  live.add(pid);
  guard?.add(pid);
}

export function forgetGroup(pid: number): void {
  if (!live.delete(pid)) return;
  guard?.remove(pid);
  if (live.size > 0) return;
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/** Sends a signal to the whole group; on Windows, where there are none, to the process. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    // ESRCH: all of the group has ended. EPERM (macOS): only zombies are left.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function killAll(): void {
  for (const pid of live) signalGroup(pid, 'SIGKILL');
}

/** Whoever else listens decides how the program ends; if nobody does, it ends as it would have without our handler. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
