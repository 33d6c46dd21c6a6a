/**
 * Terraform code: parsing 10 MB of it against `@cdktf/hcl2json`, the reader of HashiCorp's own parser in WebAssembly; reading
 * and evaluating modules of 2,000 and 20,000 resources. Alone: `node bench/hcl.ts`; `node bench/hcl.ts 2000` reads one
 * module and prints milliseconds and the largest resident set.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { parse } from '@cdktf/hcl2json';
import { parseHcl, terraformReader } from '@securescan/waf';
import { type Bench, type Figure, isWithin } from './figure.ts';
import { makeTerraform } from './hcl-input.ts';

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
function makeParsed(): ReturnType<typeof makeTerraform> {
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

function fastestRead(resources: number): Read {
  return Array.from({ length: RUNS }, () => read(resources)).reduce((a, b) => (b.ms < a.ms ? b : a));
}

/** The fastest of some runs of both, in turn. */
async function measureParsing(): Promise<Figure> {
  const files = makeParsed();
  let ours = Number.POSITIVE_INFINITY;
  let theirs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run += 1) {
    let start = performance.now();
    for (const { path, text } of files) parseHcl(text, path);
    ours = Math.min(ours, performance.now() - start);
    start = performance.now();
    for (const { path, text } of files) await parse(path, text);
    theirs = Math.min(theirs, performance.now() - start);
  }
  const length = files.reduce((sum, { text }) => sum + text.length, 0);
  return {
    name: 'HCL, parsing',
    against: '`@cdktf/hcl2json` on the same files',
    value: theirs / ours,
    limit: 3,
    atLeast: true,
    unit: '×',
    note: `${(length / 1e6).toFixed(1)} MB in ${files.length} files: ${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms`,
  };
}

export const hclBench: Bench = {
  id: 'hcl',
  async run() {
    const parsing = await measureParsing();
    const cold = Array.from({ length: RUNS }, () => readApart(SMALL));
    const small = fastestRead(SMALL);
    const large = fastestRead(LARGE);
    return [
      parsing,
      {
        name: 'Terraform, reading',
        against: 'nothing',
        value: Math.min(...cold.map(({ ms }) => ms)),
        limit: 500,
        unit: 'ms',
        note: `${SMALL} resources parsed, evaluated and linked in a fresh process; ${small.ms.toFixed(0)} ms in a warm one`,
      },
      {
        name: 'Terraform, growth',
        against: `the same with ${SMALL} resources`,
        value: large.ms / small.ms,
        limit: 12,
        unit: '×',
        note: `${LARGE} resources: ${small.ms.toFixed(0)} and ${large.ms.toFixed(0)} ms in one warm process`,
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
