import { lstatSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createMachine, resolveTarget } from '@securescan/host';
import { fileChecks } from '@securescan/scanners';
import type { Bench, Figure } from './figure.ts';
import { median } from './measure.ts';
import { makeSampleTree } from './sample-tree.ts';

const RUNS = 7;
const WORKER = new URL('../packages/cli/src/workers/file-check-worker.ts', import.meta.url);

/** Names and sizes of all files, one call after the other: the least that any look at a tree costs. */
function bareWalk(start: string): number {
  const stack = [start];
  let count = 0;
  for (let directory = stack.pop(); directory !== undefined; directory = stack.pop()) {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory()) stack.push(path);
      else if (lstatSync(path).isFile()) count += 1;
    }
  }
  return count;
}

async function time(work: () => Promise<unknown> | number): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** One use of a tree by a machine of its own, as one scan does it. */
async function use(path: string, cacheDirectory: string | null, check: boolean): Promise<void> {
  await using machine = createMachine({
    environment: process.env,
    fileChecks,
    fileCheckWorker: WORKER,
    cacheDirectory,
  });
  const target = await resolveTarget(path, { cwd: '/', scanTypes: ['code'] });
  const ids = Object.keys(fileChecks);
  const tree = machine.openTree(target, { fileChecks: ids, exclude: [], signal: new AbortController().signal });
  await tree.files();
  if (check) for (const id of ids) await tree.check(id);
}

/** The walk and the file checks inside one process: bare walk with stat, ours, ours with all checks known, all checks run. */
export const walkBench: Bench = {
  id: 'walk',
  async run() {
    await using sample = await makeSampleTree();
    const cache = await mkdtemp(join(tmpdir(), 'securescan-bench-cache-'));
    const files = bareWalk(sample.path);
    const cold = await time(() => use(sample.path, cache, true));
    await use(sample.path, cache, true);
    const bare: number[] = [];
    const walk: number[] = [];
    const known: number[] = [];
    const delays: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await time(() => bareWalk(sample.path)));
      walk.push(await time(() => use(sample.path, null, false)));
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      known.push(await time(() => use(sample.path, cache, true)));
      delay.disable();
      delays.push(delay.percentile(99) / 1e6);
    }
    await rm(cache, { recursive: true });
    const reference = median(bare);
    const ratio = (name: string, ms: number, limit: number): Figure => ({
      name,
      against: 'a bare walk with stat',
      value: ms / reference,
      limit,
      unit: '×',
      note: `${files} files, ${ms.toFixed(0)} ms, bare walk ${reference.toFixed(0)} ms`,
    });
    return [
      ratio('walk with ignore rules', median(walk), 3),
      ratio('walk and all file checks, unchanged tree', median(known), 3),
      ratio('walk and all file checks, first time', cold, 60),
      {
        name: 'event loop delay while an unchanged tree is checked, p99',
        against: 'the time that a health check may wait',
        // Of the least disturbed run: on a busy machine the others measure the neighbours.
        value: Math.min(...delays),
        limit: 10,
        unit: 'ms',
        note: `least of ${RUNS} runs, median ${median(delays).toFixed(1)} ms`,
      },
    ];
  },
};
