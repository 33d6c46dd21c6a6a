import autocannon from 'autocannon';
import type { Bench } from './figure.ts';
import { loadUrl } from './http-load.ts';
import { startOwnServer } from './own-server.ts';

const RUNS = 200;
const FINDINGS = 500;
const CONNECTIONS = 8;
const SECONDS = 5;
const SNIPPETS = 100;

const SNIPPET = `resource "aws_s3_bucket" "logs" {
  bucket = "logs"
  tags   = { owner = "platform" }
}

resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "public-read"
}
`;

/**
 * A database of 200 runs of 500 findings: the list of runs and the storing of further ones with 8 connections, from a thread of its
 * own; then snippets in the sandbox, one after another, and what `/health` takes meanwhile.
 */
export const wafServerBench: Bench = {
  id: 'waf-server',
  async run() {
    await using service = await startOwnServer();
    const document = makeDocument();
    for (let count = 0; count < RUNS; count += 1) await post(`${service.url}/runs`, document);
    const list = await loadUrl(`${service.url}/runs`, { connections: CONNECTIONS, seconds: SECONDS });
    const stored = await autocannon({
      url: `${service.url}/runs`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: document,
      connections: CONNECTIONS,
      duration: SECONDS,
      workers: 1,
    });
    const sandbox = await measureSandbox(service.url);
    return [
      {
        name: 'list of runs: 50 of 200 runs of 500 findings, 8 connections',
        against: 'wafpass-server 0.4: 1 to 2 /s',
        value: list.failures === 0 ? list.perSecond : 0,
        limit: 1000,
        unit: '/s',
        atLeast: true,
        note: `99 of 100 within ${list.p99Ms.toFixed(0)} ms`,
      },
      {
        name: 'storing a run of 500 findings, 8 connections',
        against: 'wafpass-server 0.4: 63 to 73 /s',
        value: stored.non2xx + stored.errors === 0 ? stored.requests.average : 0,
        limit: 400,
        unit: '/s',
        atLeast: true,
        note: `99 of 100 within ${stored.latency.p99.toFixed(0)} ms; ${Math.ceil(document.length / 1024)} KiB each`,
      },
      {
        name: 'a snippet in the sandbox, half of them',
        against: 'wafpass-server 0.4: 800 ms with 70 controls',
        value: sandbox.medianMs,
        limit: 50,
        unit: 'ms',
        note: `${SNIPPETS} snippets one after another, all controls of the product`,
      },
      {
        name: 'GET /health meanwhile, 99 of 100',
        against: 'wafpass-server 0.4: 700 ms',
        value: sandbox.healthMs,
        limit: 50,
        unit: 'ms',
        note: 'from the same process, one after another',
      },
    ];
  },
};

async function measureSandbox(url: string): Promise<{ readonly medianMs: number; readonly healthMs: number }> {
  const body = JSON.stringify({ hcl: SNIPPET });
  await post(`${url}/sandbox`, body);
  const snippets: number[] = [];
  const health: number[] = [];
  const done = new AbortController();
  const watch = async (): Promise<void> => {
    while (!done.signal.aborted) health.push(await time(() => fetch(`${url}/health`)));
  };
  const watching = watch();
  for (let count = 0; count < SNIPPETS; count += 1) snippets.push(await time(() => post(`${url}/sandbox`, body)));
  done.abort();
  await watching;
  return { medianMs: quantile(snippets, 0.5), healthMs: quantile(health, 0.99) };
}

async function post(url: string, body: string): Promise<Response> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

async function time(run: () => Promise<Response>): Promise<number> {
  const start = performance.now();
  await (await run()).arrayBuffer();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

/** A compact document as our own command writes it. */
function makeDocument(): string {
  const controls = Array.from({ length: 50 }, (_, index) => ({
    id: `WAF-SEC-${String(index).padStart(3, '0')}`,
    title: 'Storage is encrypted with a key of the customer',
    pillar: 'security',
    severity: 'high',
    category: 'encryption',
    description: 'Data at rest are encrypted.',
    rationale: 'Disks are lost.',
    threat: ['Disclosure'],
    regulatory_mapping: [{ framework: 'ISO 27001:2022', controls: ['A.8.24'] }],
    checks: [
      {
        id: `waf-sec-${index}.aws.encrypted`,
        title: 'Encrypted',
        severity: 'high',
        remediation: 'Set it',
        example: null,
      },
    ],
  }));
  const findings = Array.from({ length: FINDINGS }, (_, index) => ({
    check_id: `waf-sec-${Math.floor(index / 10)}.aws.encrypted`,
    check_title: 'Encrypted',
    control_id: `WAF-SEC-${String(Math.floor(index / 10)).padStart(3, '0')}`,
    pillar: 'security',
    severity: 'high',
    status: index % 3 === 0 ? 'FAIL' : 'PASS',
    resource: `aws_s3_bucket.bucket_${index}`,
    message: `kms_key_id of bucket ${index} is not set`,
    remediation: '',
    example: null,
    regulatory_mapping: [],
    file: 'infra/storage.tf',
    line: index + 1,
    end_line: index + 9,
    fingerprint: String(index).padStart(64, '0'),
    waived: null,
  }));
  return JSON.stringify({
    schema_version: '1.0',
    project: 'shop',
    branch: 'main',
    score: 66,
    pillar_scores: { security: 66 },
    controls_loaded: 50,
    controls_run: 50,
    detected_regions: [['eu-central-1', 'aws', null]],
    controls_meta: controls,
    findings,
  });
}
