import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** All scanners together against the slowest of them alone, and how long the event loop was held meanwhile. */
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
    const repeat = async (scanners: readonly string[]): Promise<readonly Measured[]> => {
      const runs: Measured[] = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await scan(scanners));
      return runs;
    };
    await scan(SCANNERS);
    const alone = new Map<string, number>();
    for (const id of SCANNERS) alone.set(id, median((await repeat([id])).map(({ wallMs }) => wallMs)));
    const together = await repeat(SCANNERS);
    const { p99, max } = JSON.parse(await readFile(env.BENCH_DELAY_FILE, 'utf8')) as { p99: number; max: number };
    await rm(directory, { recursive: true, force: true });

    const [slowest, slowestMs] = [...alone].toSorted(([, a], [, b]) => b - a)[0] ?? ['none', Number.NaN];
    const wallMs = median(together.map((run) => run.wallMs));
    const cpu = together.map((run) => run.cpuMs).filter((value) => value !== null);
    const figures: Figure[] = [
      {
        name: 'whole scan',
        against: `its slowest scanner alone (${slowest})`,
        value: wallMs / slowestMs,
        limit: 1.15,
        unit: '×',
        note: `${(wallMs / 1000).toFixed(1)} s, slowest ${(slowestMs / 1000).toFixed(1)} s, CPU ${cpu.length > 0 ? (median(cpu) / 1000).toFixed(1) : '?'} s`,
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
