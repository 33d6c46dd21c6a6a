/**
 * Rendering of 100,000 findings: time and memory. Reference: `JSON.stringify` of the same findings as they are, which no
 * renderer can beat. Alone: `node --expose-gc bench/render.ts`.
 */
import {
  asFingerprint,
  asRepoPath,
  compareCodePoints,
  SEVERITIES,
  severityRank,
  type Finding,
} from '@securescan/model';
import { renderers, type Rendering } from '@securescan/renderers';
import { isWithin, type Bench, type Figure } from './figure.ts';
import { makeScan, RENDER_OPTIONS } from './render-input.ts';

const COUNT = 100_000;
const RUNS = 5;
/** The target for SARIF is 1.5 s where the reference takes about 170 ms. */
const LIMITS = { sarif: 9, json: 9, csv: 8, junit: 14, text: 10 } as const;
const LIMIT_MIB = 400;

function makeFinding(index: number): Finding {
  const hex = index.toString(16).padStart(64, '0');
  return {
    id: hex.slice(0, 32),
    scanId: 'bench',
    scanner: ['semgrep', 'bandit', 'secrets', 'trivy'][index % 4] ?? 'semgrep',
    scanType: 'code',
    severity: SEVERITIES[index % 5] ?? 'info',
    title: `Use of a dangerous function in module ${index % 977}`,
    description: `The value reaches a dangerous function without a check. Case ${index} of a generated list, as long as real ones are.`,
    filePath: asRepoPath(`src/package${index % 211}/module${index % 1999}.py`),
    lineStart: (index % 500) + 1,
    lineEnd: (index % 500) + 2,
    column: 5,
    ruleId: `rule.${index % 300}`,
    cwe: `CWE-${(index % 40) + 20}`,
    remediation: 'Check the value against a list of allowed ones.',
    metadata: { confidence: 'high' },
    complianceTags: ['OWASP-A03', 'PCI-DSS-6.5.1'],
    fingerprint: asFingerprint(hex),
  };
}

/** Median time in milliseconds and the most that the process grew, in MiB. */
function measure(work: () => unknown): { readonly ms: number; readonly mib: number } {
  const times: number[] = [];
  let most = 0;
  for (let run = 0; run < RUNS; run += 1) {
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    const start = process.hrtime.bigint();
    const result = work();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    most = Math.max(most, process.memoryUsage.rss() - before);
    if (result === undefined) throw new Error('nothing was rendered');
  }
  return { ms: times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0, mib: most / 2 ** 20 };
}

/** Renders 100,000 findings in each format that writes them all. */
export const renderBench: Bench = {
  id: 'render',
  run() {
    const scan = makeScan(Array.from({ length: COUNT }, (_, index) => makeFinding(index)).toSorted(compareForBench));
    const reference = measure(() => JSON.stringify(scan.findings));
    const against = `JSON.stringify of the same ${COUNT} findings`;
    const ids = ['sarif', 'json', 'csv', 'junit', 'text'] as const;
    const figures = ids.flatMap((id): Figure[] => {
      const { ms, mib } = measure(() => readAll(renderers[id].renderScan(scan, RENDER_OPTIONS)));
      const note = `${ms.toFixed(0)} ms, reference ${reference.ms.toFixed(0)} ms`;
      const name = `render ${id}`;
      return [
        { name: `${name}, time`, against, value: ms / reference.ms, limit: LIMITS[id], unit: '×', note },
        {
          name: `${name}, memory`,
          against: 'nothing',
          value: mib,
          limit: LIMIT_MIB,
          unit: 'MiB',
          note: 'growth of the process',
        },
      ];
    });
    return Promise.resolve(figures);
  },
};

/** Number of characters; a part of a split report is made when it is read. */
function readAll({ parts }: Rendering): number {
  return parts.reduce((length, { content }) => length + content.length, 0);
}

/** Findings come in canonical order; the titles of this bench are ordered well enough by severity and scanner. */
function compareForBench(a: Finding, b: Finding): number {
  return severityRank(b.severity) - severityRank(a.severity) || compareCodePoints(a.scanner, b.scanner);
}

if (process.argv[1] === import.meta.filename) {
  for (const figure of await renderBench.run()) {
    if ('skipped' in figure) continue;
    const mark = isWithin(figure) ? 'ok  ' : 'OVER';
    console.log(
      `${mark} ${figure.name.padEnd(22)} ${figure.value.toFixed(1).padStart(6)} ${figure.unit.padEnd(3)} (limit ${figure.limit}) ${figure.note}`,
    );
    if (!isWithin(figure)) process.exitCode = 1;
  }
}
