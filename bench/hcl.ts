/**
 * Terraform code: parsing 10 MB of it against `@cdktf/hcl2json`, the reader of HashiCorp's own parser in WebAssembly; reading
 * and evaluating modules of 2,000 and 20,000 resources. Alone: `node bench/hcl.ts`; `node bench/hcl.ts 2000` reads one
 * module and prints milliseconds and the largest resident set.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { parse } from '@cdktf/hcl2json';
import { parseHcl, terraformReader } from '@securescan/waf';
import { type Bench, isWithin } from './figure.ts';
import { type HclFile, makeTerraform } from './hcl-input.ts';

const PARSED_BYTES = 10_000_000;
const SMALL = 2000;
const LARGE = 20_000;
const RUNS = 4;

interface Read {
  readonly ms: number;
  /** Largest resident set of the process so far. */
  readonly peakMib: number;
  readonly blocks: number;
}

/** The first files of a large module that have ten million characters together. */
function makeParsed(): readonly HclFile[] {
  let length = 0;
  return makeTerraform(60_000).filter(({ text }) => {
    length += text.length;
    return length <= PARSED_BYTES;
  });
}

function read(resources: number): Read {
  const files = makeTerraform(resources);
  const start = performance.now();
  const { blocks, diagnostics } = terraformReader.read(files);
  const ms = performance.now() - start;
  if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
  return { ms, peakMib: process.resourceUsage().maxRSS / 1024, blocks: blocks.length };
}

function readApart(resources: number): Read {
  return JSON.parse(
    execFileSync(process.execPath, [import.meta.filename, `${resources}`], { encoding: 'utf8' }),
  ) as Read;
}

/** The least time of some runs of each, in turn, so that what else the machine does meets all of them. */
async function fastestInTurn(works: readonly (() => unknown)[]): Promise<readonly number[]> {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      await work();
      least[index] = Math.min(least[index] ?? 0, performance.now() - start);
    }
  }
  return least;
}

function parseOurs(files: readonly HclFile[]): void {
  for (const { path, text } of files) parseHcl(text, path);
}

async function parseTheirs(files: readonly HclFile[]): Promise<void> {
  for (const { path, text } of files) await parse(path, text);
}

export const hclBench: Bench = {
  id: 'hcl',
  async run() {
    const files = makeParsed();
    const length = files.reduce((sum, { text }) => sum + text.length, 0);
    const [ours = 0, theirs = 0] = await fastestInTurn([() => parseOurs(files), () => parseTheirs(files)]);
    const cold = Array.from({ length: RUNS }, () => readApart(SMALL));
    const smallFiles = makeTerraform(SMALL);
    const largeFiles = makeTerraform(LARGE);
    const [small = 0, theirsSmall = 0, large = 0] = await fastestInTurn([
      () => terraformReader.read(smallFiles),
      () => parseTheirs(smallFiles),
      () => terraformReader.read(largeFiles),
    ]);
    return [
      {
        name: 'HCL, parsing',
        against: '`@cdktf/hcl2json` on the same files',
        value: theirs / ours,
        limit: 3,
        atLeast: true,
        unit: '×',
        note: `${(length / 1e6).toFixed(1)} MB in ${files.length} files: ${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms`,
      },
      {
        name: 'Terraform, reading',
        against: 'no more than parsing the same files with `@cdktf/hcl2json`',
        value: small / theirsSmall,
        limit: 1,
        unit: '×',
        note: `${SMALL} resources parsed, evaluated and linked: ${small.toFixed(0)} ms against ${theirsSmall.toFixed(0)} ms; ${Math.min(...cold.map(({ ms }) => ms)).toFixed(0)} ms in a fresh process`,
      },
      {
        name: 'Terraform, growth',
        against: `the same with ${SMALL} resources`,
        value: large / small,
        limit: 12,
        unit: '×',
        note: `${LARGE} resources: ${small.toFixed(0)} and ${large.toFixed(0)} ms in one warm process`,
      },
      {
        name: 'Terraform, memory',
        against: 'nothing',
        value: Math.max(...cold.map(({ peakMib }) => peakMib)),
        limit: 250,
        unit: 'MiB',
        note: `peak of the whole process that reads ${SMALL} resources`,
      },
    ];
  },
};

if (process.argv[1] === import.meta.filename) {
  const [resources] = process.argv.slice(2);
  if (resources !== undefined) {
    process.stdout.write(`${JSON.stringify(read(Number(resources)))}\n`);
  } else {
    for (const figure of await hclBench.run()) {
      if ('skipped' in figure) continue;
      const mark = isWithin(figure) ? 'ok  ' : 'OVER';
      console.log(
        `${mark} ${figure.name.padEnd(20)} ${figure.value.toFixed(1)} ${figure.unit} (limit ${figure.limit}) ${figure.note}`,
      );
      if (!isWithin(figure)) process.exitCode = 1;
    }
  }
}
