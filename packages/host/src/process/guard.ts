import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+GROUP` and `-GROUP` lines until its input ends, which it does when we end in whatever way, and then kills every
 * process group that is still listed. What we are told to end by must not end the guard before that.
 */
const SCRIPT = `
trap '' HUP INT TERM
live=' '
while read -r line; do
  group=\${line#?}
  case $line in
    +*) live="$live$group " ;;
    -*)
      rest=' '
      for one in $live; do [ "$one" = "$group" ] || rest="$rest$one "; done
      live=$rest ;;
  esac
done
for one in $live; do kill -s KILL -- "-$one"; done
`;

/** What it is called in a list of processes. */
const GUARD_NAME = 'securescan-guard';

/** A process beside us that ends process groups which we leave behind. */
export interface Guard {
  add(group: number): void;
  remove(group: number): void;
}

/**
 * Starts a guard, in a session of its own so that Ctrl-C on the terminal does not reach it. It ends when we do and does
 * not keep us from ending.
 * @param onEnd - called when the guard is gone before us, or could not be started at all
 */
export function startGuard(onEnd: (hasStarted: boolean) => void): Guard {
  const child = spawn('/bin/sh', ['-c', SCRIPT, GUARD_NAME], {
    cwd: '/',
    env: {},
    detached: true,
    shell: false,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('error', () => onEnd(false));
  child.once('exit', () => onEnd(true));
  // A guard that is gone says so by its exit.
  child.stdin.on('error', () => {});
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  // A short write to a pipe is done when the call returns, so there is no moment at which we know a group and it does not.
  const tell = (line: string): void => {
    child.stdin.write(`${line}\n`);
  };
  return {
    add: (group) => tell(`+${group}`),
    remove: (group) => tell(`-${group}`),
  };
}
