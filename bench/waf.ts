import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBenchEnvironment, SECURESCAN } from './command.ts';
import type { Bench, Figure } from './figure.ts';
import { writeInfrastructure } from './infrastructure-code.ts';
import { measureCommand, median } from './measure.ts';

const RUNS = 5;

/** Loaded before the command: writes the most memory that the process ever had, in KiB. */
const WATCHER = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS)));`;

/**
 * The framework's controls (else the built-in catalogue) on generated Terraform code, as whole processes with a JSON report:
 * few resources, where starting is what counts, then 2,000 and ten times as many.
 */
export const wafBench: Bench = {
  id: 'waf',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'securescan-bench-waf-'));
    const memoryFile = join(directory, 'memory');
    const env = { ...makeBenchEnvironment(), BENCH_MEMORY_FILE: memoryFile };
    const watcher = join(directory, 'watcher.mjs');
    writeFileSync(watcher, WATCHER);
    const real = process.env['WAFPASS_CONTROLS_DIR'] ?? join(import.meta.dirname, '../../shared/data/wafpp-controls');
    const source = existsSync(real) ? ['--controls-dir', real] : [];
    const controls = source.length === 0 ? 'the built-in catalogue' : "the framework's 70 controls";

    const check = async (resources: number, runs: number) => {
      const code = join(directory, String(resources));
      writeInfrastructure(code, resources);
      const args = ['--import', watcher, SECURESCAN, 'waf', 'check', code, ...source];
      const walls: number[] = [];
      const memories: number[] = [];
      for (let run = 0; run <= runs; run += 1) {
        const options = [...args, '--output', 'json', '--no-state', '--fail-on', 'none'];
        const { wallMs, exitCode } = await measureCommand(process.execPath, options, { cwd: directory, env });
        if (exitCode !== 0) throw new Error(`securescan waf check ended with ${exitCode}`);
        // The first run fills the caches of the machine.
        if (run > 0) walls.push(wallMs);
        memories.push(Number(readFileSync(memoryFile, 'utf8')) / 1024);
      }
      return { seconds: median(walls) / 1000, memory: Math.max(...memories) };
    };
    const few = await check(7, RUNS);
    const some = await check(2000, RUNS);
    const many = await check(20_000, 1);
    rmSync(directory, { recursive: true, force: true });
    rmSync(env.HOME, { recursive: true, force: true });
    const figures: Figure[] = [
      {
        name: 'waf check, 7 resources',
        against: 'nothing',
        value: few.seconds,
        limit: 0.35,
        unit: 's',
        note: `${controls}, whole process, median of ${RUNS}`,
      },
      {
        name: 'waf check, 2,000 resources',
        against: 'nothing',
        value: some.seconds,
        limit: 1.5,
        unit: 's',
        note: `${controls}, whole process, median of ${RUNS}`,
      },
      {
        name: '… peak memory',
        against: 'nothing',
        value: some.memory,
        limit: 250,
        unit: 'MiB',
        note: 'the most of all runs',
      },
      {
        name: '… 20,000 resources',
        against: '2,000 resources',
        value: many.seconds / some.seconds,
        limit: 12,
        unit: '×',
        note: `${many.seconds.toFixed(1)} s, ${many.memory.toFixed(0)} MiB`,
      },
    ];
    return figures;
  },
};
