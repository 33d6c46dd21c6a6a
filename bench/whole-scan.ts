import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBenchEnvironment, SECURESCAN } from './command.ts';
import type { Bench, Figure } from './figure.ts';
import { measureCommand, median, type Measured } from './measure.ts';

const root = join(import.meta.dirname, '..');
const SCANNERS = ['semgrep', 'bandit', 'checkov', 'git-hygiene', 'secrets', 'dockerfile'] as const;
const RUNS = 3;

/** Loaded before the command: watches the event loop and writes what it saw when the process ends. */
const WATCHER = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread && process.env.BENCH_DELAY_FILE) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('exit', () => writeFileSync(process.env.BENCH_DELAY_FILE, JSON.stringify({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 })));
}`;

/**
 * All scanners together against what bounds them on this machine, and how long the event loop was held meanwhile. No scan
 * is faster than its slowest scanner, nor than its processor time spread over all cores: whichever is more is the bound.
 */
export const wholeScanBench: Bench = {
  id: 'whole-scan',
  async run() {
    const directory = await mkdtemp(join(tmpdir(), 'securescan-bench-'));
    const env = { ...makeBenchEnvironment(), BENCH_DELAY_FILE: join(directory, 'delay.json') };
    const watcher = join(directory, 'watcher.mjs');
    await writeFile(watcher, WATCHER);
    const scan = (scanners: readonly string[]): Promise<Measured> =>
      measureCommand(
        process.execPath,
        [
          '--import',
          watcher,
          SECURESCAN,
          'scan',
          join(root, 'examples'),
          '--quiet',
          '--no-save',
          '--output',
          'json',
          ...scanners.flatMap((id) => ['--scanner', id]),
        ],
        { env },
      );
    await scan(SCANNERS);
    // In turn, so that what else the machine does meets all of them alike.
    const alone = new Map<string, Measured[]>(SCANNERS.map((id) => [id, []]));
    const together: Measured[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      for (const [id, runs] of alone) runs.push(await scan([id]));
      together.push(await scan(SCANNERS));
    }
    const { p99, max } = JSON.parse(await readFile(env.BENCH_DELAY_FILE, 'utf8')) as { p99: number; max: number };
    await rm(directory, { recursive: true, force: true });
    await rm(env.HOME, { recursive: true, force: true });

    const [slowest, slowestMs] = [...alone]
      .map(([id, runs]) => [id, median(runs.map((run) => run.wallMs))] as const)
      .toSorted(([, a], [, b]) => b - a)[0] ?? ['none', Number.NaN];
    const wallMs = median(together.map((run) => run.wallMs));
    const cpu = together.map((run) => run.cpuMs).filter((value) => value !== null);
    const cores = availableParallelism();
    const cpuMs = cpu.length > 0 ? median(cpu) : null;
    const sharedMs = cpuMs === null ? 0 : cpuMs / cores;
    const bound =
      sharedMs > slowestMs ? `its processor time on ${cores} cores` : `its slowest scanner alone (${slowest})`;
    const figures: Figure[] = [
      {
        name: 'whole scan',
        against: bound,
        value: wallMs / Math.max(slowestMs, sharedMs),
        limit: 1.15,
        unit: '×',
        note: [
          `${toSeconds(wallMs)}, ${(wallMs / slowestMs).toFixed(2)} × its slowest alone (${slowest}, ${toSeconds(slowestMs)})`,
          cpuMs === null ? 'processor time unknown' : `processor time ${toSeconds(cpuMs)} on ${cores} cores`,
        ].join('; '),
      },
      {
        name: 'longest hold of the event loop, p99',
        against: 'nothing',
        value: p99,
        limit: 10,
        unit: 'ms',
        note: `longest ${max.toFixed(0)} ms`,
      },
    ];
    return figures;
  },
};

function toSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
