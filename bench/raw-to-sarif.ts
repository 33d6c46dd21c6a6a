/**
 * 100,000 raw findings to the bytes of their SARIF files, in a process of its own: time, peak memory, and growth against a
 * tenth of them. Part of the bench `pipeline`. Alone: `node bench/raw-to-sarif.ts 100000` (several numbers run in turn in
 * one process), which prints milliseconds and the largest resident set so far.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { runPipeline } from '@securescan/core';
import { renderers } from '@securescan/renderers';
import type { Figure } from './figure.ts';
import { makeRawFindings, makeSettings } from './pipeline-input.ts';
import { makeScan, RENDER_OPTIONS } from './render-input.ts';

const SMALL = 10_000;
const LARGE = 100_000;
const COLD_RUNS = 3;
const IN_TURN = [SMALL, SMALL, SMALL, LARGE];

interface Measured {
  readonly count: number;
  readonly ms: number;
  /** Processor time of all threads, the garbage collector's and the compiler's included. */
  readonly cpuMs: number;
  /** Largest resident set of the process so far. */
  readonly peakMib: number;
  readonly parts: number;
  readonly bytes: number;
}

/** The input is held to the end, and each part is encoded when it is read, as for a file. */
function measure(count: number): Measured {
  const raw = makeRawFindings(count);
  const settings = makeSettings(count);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const { findings } = runPipeline(raw, settings);
  const { parts } = renderers.sarif.renderScan(makeScan(findings), RENDER_OPTIONS);
  let bytes = 0;
  for (const { content } of parts) bytes += Buffer.from(content).length;
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  const peakMib = process.resourceUsage().maxRSS / 1024;
  return { count, ms, cpuMs: (user + system) / 1000, peakMib, parts: parts.length, bytes };
}

function measureApart(counts: readonly number[]): readonly Measured[] {
  const output = execFileSync(process.execPath, [import.meta.filename, ...counts.map(String)], { encoding: 'utf8' });
  return JSON.parse(output) as readonly Measured[];
}

/** Time and memory of a process that does nothing else, and the growth where the compiler is warm for both sizes. */
export function measureRawToSarif(): readonly Figure[] {
  const cold = Array.from({ length: COLD_RUNS }, () => measureApart([LARGE])).flat();
  // In turn, so that what else the machine does meets both; the first ones warm the compiler up.
  const [, , , ...warm] = measureApart([SMALL, SMALL, SMALL, ...Array.from({ length: 4 }, () => IN_TURN).flat()]);
  const least = (count: number, key: 'ms' | 'cpuMs'): number =>
    Math.min(...warm.filter((run) => run.count === count).map((run) => run[key]));
  const { parts = 0, bytes = 0 } = cold[0] ?? {};
  return [
    {
      name: 'raw findings to SARIF, time',
      against: 'nothing',
      value: Math.min(...cold.map(({ ms }) => ms)) / 1000,
      limit: 3,
      unit: 's',
      note: `${LARGE} raw findings, ${parts} files of together ${(bytes / 1e6).toFixed(0)} MB; best of ${COLD_RUNS} processes`,
    },
    {
      name: 'raw findings to SARIF, memory',
      against: 'nothing',
      value: Math.max(...cold.map(({ peakMib }) => peakMib)),
      limit: 600,
      unit: 'MiB',
      note: `peak of the whole process, raw findings and source lines included; worst of ${COLD_RUNS} processes`,
    },
    {
      name: 'raw findings to SARIF, growth',
      against: `the same with ${SMALL} raw findings`,
      value: least(LARGE, 'ms') / least(SMALL, 'ms'),
      limit: 12,
      unit: '×',
      note: `${least(SMALL, 'ms').toFixed(0)} and ${least(LARGE, 'ms').toFixed(0)} ms in one warm process; processor time ${least(SMALL, 'cpuMs').toFixed(0)} and ${least(LARGE, 'cpuMs').toFixed(0)} ms`,
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const counts = process.argv.slice(2).map(Number);
  process.stdout.write(`${JSON.stringify((counts.length > 0 ? counts : [LARGE]).map(measure))}\n`);
}
