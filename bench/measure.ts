import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** One finished run of a command. */
export interface Measured {
  readonly wallMs: number;
  /** Processor time of the command and all that it waited for; null where the system does not tell (only Linux does). */
  readonly cpuMs: number | null;
  readonly exitCode: number | null;
}

/** Runs a command to its end, its output thrown away, and measures it. */
export async function measureCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Measured> {
  const cpuBefore = readChildrenCpuMs();
  const start = performance.now();
  const child = spawn(command, args, { ...options, stdio: 'ignore' });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  const wallMs = performance.now() - start;
  const cpuAfter = readChildrenCpuMs();
  return { wallMs, cpuMs: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore, exitCode };
}

/** Runs two commands in turn, `runs` times after one warm-up of each, and gives all measurements. */
export async function measureInTurn(
  runs: number,
  a: () => Promise<Measured>,
  b: () => Promise<Measured>,
): Promise<{ readonly a: readonly Measured[]; readonly b: readonly Measured[] }> {
  await a();
  await b();
  const results: { a: Measured[]; b: Measured[] } = { a: [], b: [] };
  for (let run = 0; run < runs; run += 1) {
    results.a.push(await a());
    results.b.push(await b());
  }
  return results;
}

/** Middle value; of an even number of values the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Processor time of all children that have ended, from `/proc/self/stat` (fields 16 and 17, in ticks of 10 ms). */
function readChildrenCpuMs(): number | null {
  if (process.platform !== 'linux') return null;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
