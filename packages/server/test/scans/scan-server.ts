import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RouteId } from '@securescan/contract';
import type { Environment } from '@securescan/host';
import type { z } from 'zod';
import { Scan } from '@securescan/contract';
import type { ServerConfig } from '../../src/config/server-config.ts';
import { createEventStreams } from '../../src/events/streams.ts';
import { toEventTokenSecret } from '../../src/events/token.ts';
import type { Handlers } from '../../src/http/handler.ts';
import type { Job } from '../../src/jobs/job.ts';
import { createScanHandlers } from '../../src/resources/scans/handlers.ts';
import type { ScanRunnerOptions } from '../../src/scans/runner.ts';
import { createScanRunner } from '../../src/scans/runner.ts';
import { realTimers } from '../../src/time/timers.ts';
import type { TestApp, TestAppOptions } from '../http/test-app.ts';
import { startTestApp } from '../http/test-app.ts';

export type WireScan = z.output<typeof Scan>;

/** A directory with a small project, and one of tools that stand in for the real ones. */
export interface Workshop extends AsyncDisposable {
  readonly root: string;
  readonly project: string;
  readonly tools: string;
  /** Puts a program in the place of a tool; `{out}` in its text is a directory to write to. */
  addTool(name: string, script: string): Promise<void>;
  /** Content of a file that a tool has written; waits for it. */
  readOutput(name: string): Promise<string>;
  readonly environment: Environment;
}

export async function openWorkshop(): Promise<Workshop> {
  const root = await mkdtemp(join(tmpdir(), 'securescan-scans-'));
  const [project, tools, out, home] = ['project', 'tools', 'out', 'home'].map((name) => join(root, name));
  if (!project || !tools || !out || !home) throw new Error('unreachable');
  for (const directory of [project, tools, out, home]) await mkdir(directory);
  await writeFile(join(project, 'app.py'), 'def run(expression):\n    return eval(expression)\n');
  await writeFile(join(project, '.gitignore'), '.env\n*.pem\n');
  return {
    root,
    project,
    tools,
    environment: { PATH: `${tools}:/usr/bin:/bin`, HOME: home, SECURESCAN_CACHE_DIR: join(root, 'cache') },
    async addTool(name, script) {
      const path = join(tools, name);
      await writeFile(path, `#!/bin/sh\n${script.replaceAll('{out}', out)}\n`);
      await chmod(path, 0o755);
    },
    readOutput: (name) => readWhenThere(out, name),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function readWhenThere(directory: string, name: string): Promise<string> {
  const watcher = watch(directory);
  try {
    for (;;) {
      const changed = new Promise((resolve) => watcher.once('change', resolve));
      const text = await readFile(join(directory, name), 'utf8').catch(() => '');
      // A line is whole once its end is there.
      if (text.endsWith('\n')) return text;
      await changed;
    }
  } finally {
    watcher.close();
  }
}

/** A stand-in for bandit that reports one finding. */
export const QUICK_BANDIT = `
if [ "$1" = --version ]; then echo 'bandit 1.9.4'; exit 0; fi
env > {out}/environment
echo >> {out}/environment
cat <<'REPORT'
{"errors": [], "results": [{"code": "2     return eval(expression)\\n", "col_offset": 11, "filename": "./app.py",
"issue_confidence": "HIGH", "issue_cwe": {"id": 78}, "issue_severity": "MEDIUM", "issue_text": "Use of eval.",
"line_number": 2, "line_range": [2], "test_id": "B307", "test_name": "blacklist"}]}
REPORT
exit 1`;

/** A stand-in that never ends, with a child of its own that does not listen to TERM. */
export const SLOW_BANDIT = `
if [ "$1" = --version ]; then echo 'bandit 1.9.4'; exit 0; fi
trap '' TERM
/bin/sh -c "trap '' TERM; echo \\$\\$ > {out}/grandchild; while :; do sleep 1; done" &
echo $$ > {out}/child
while :; do sleep 1; done`;

export interface ScanServer extends AsyncDisposable {
  readonly app: TestApp;
  readonly runner: Job;
  readonly call: TestApp['call'];
  create(body: object, headers?: Record<string, string>): Promise<WireScan>;
  get(id: string): Promise<WireScan>;
  /** Waits until the scan has one of the statuses. */
  waitFor(id: string, ...statuses: WireScan['status'][]): Promise<WireScan>;
}

/** A listening server with scan routes and a runner. */
export async function startScanServer(
  { environment, tools }: Pick<Workshop, 'environment' | 'tools'>,
  options: TestAppOptions & {
    readonly runner?: Partial<ScanRunnerOptions>;
    readonly hasRunner?: boolean;
    readonly scans?: Partial<ServerConfig['scans']>;
  } = {},
): Promise<ScanServer> {
  let runner: Job | undefined;
  const app = await startTestApp(
    (deps): Partial<Handlers<RouteId>> => {
      runner = createScanRunner(deps, { environment, timers: realTimers, ...options.runner });
      const streams = createEventStreams(deps, { timers: realTimers, isStillValid: () => Promise.resolve(true) });
      return createScanHandlers(deps, {
        streams,
        timers: realTimers,
        eventTokenSecret: toEventTokenSecret('test-secret'),
        cwd: '/',
        lookUp: (name) => Promise.resolve(name.endsWith('.internal') ? ['10.0.0.7'] : ['93.184.216.34']),
      });
    },
    { ...options, config: { ...options.config, scans: options.scans ?? {}, tools: { directory: tools } } },
  );
  if (runner === undefined) throw new Error('unreachable');
  const started = runner;
  if (options.hasRunner !== false) await started.start();
  /** The machine that tests run on may be too busy for a server; then it says so and is asked again. */
  const call: TestApp['call'] = async (...request) => {
    for (;;) {
      const answer = await app.call(...request);
      if (answer.status !== 503 || !JSON.stringify(answer.body).includes('overloaded')) return answer;
      await delay(200);
    }
  };
  const get = async (id: string): Promise<WireScan> => Scan.parse((await call('GET', `/api/v1/scans/${id}`)).body);
  return {
    app,
    call,
    runner: started,
    get,
    async create(body, headers) {
      const answer = await call('POST', '/api/v1/scans', body, headers);
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return Scan.parse(answer.body);
    },
    async waitFor(id, ...statuses) {
      const { store, wakeups } = app.deps;
      let stop = (): void => undefined;
      try {
        return await new Promise((resolve, reject) => {
          const look = async (): Promise<void> => {
            const scan = await store.scans.find(id);
            if (scan === undefined) reject(new Error(`scan ${id} is gone`));
            else if (statuses.includes(scan.status)) resolve(await get(id));
            else if (scan.completedAt !== null) reject(new Error(`scan ${id} is ${scan.status}: ${scan.error ?? ''}`));
          };
          stop = wakeups.onScanChanged(() => void look().catch(reject));
          void look().catch(reject);
        });
      } finally {
        stop();
      }
    },
    async [Symbol.asyncDispose]() {
      await started.stop(AbortSignal.abort());
      await app[Symbol.asyncDispose]();
    },
  };
}

/** Whether a process runs; one that has ended and was not collected yet does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  return text !== null && !['Z', 'X'].includes(text.slice(text.lastIndexOf(')') + 2)[0] ?? '');
}
