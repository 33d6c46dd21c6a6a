import { isAbsolute } from 'node:path';
import { silentLogger, type Clock, type FileCheck, type Logger, type Machine } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { createClock } from '../clock/clock.ts';
import { openTreeStore } from '../file-checks/cache-store.ts';
import { remember } from '../file-checks/remember.ts';
import { createFileCheckRunner } from '../file-checks/runner.ts';
import { makeTempDir, type TempDir } from '../files/temp-dir.ts';
import { createGitReader } from '../git/git-reader.ts';
import type { NetworkPolicy } from '../http/address-policy.ts';
import { createHttpClient } from '../http/http-client.ts';
import { detectJail, type Jail, type JailState } from '../jail/jail.ts';
import { createHostProbe } from '../probe/host-probe.ts';
import type { Environment } from '../process/child-environment.ts';
import { cacheDirectory, toolsDirectory } from '../tools/directories.ts';
import { runTool } from '../tools/run-tool.ts';
import { createToolFinder } from '../tools/tool-finder.ts';
import { createVersionCache } from '../tools/version-cache.ts';
import { findCodeVersion } from './code-version.ts';
import { openSourceTree } from '../walk/source-tree.ts';

export interface MachineOptions {
  /** The program's environment; children see the allow-listed part of it. */
  readonly environment: Environment;
  readonly log?: Logger;
  /** Default: the real clock, or the one `SECURESCAN_FAKE_NOW` fixes. */
  readonly clock?: Clock;
  /** Module that calls `serveFileChecks` with the same checks; without it no check can run. */
  readonly fileCheckWorker?: URL;
  /** All file checks by id: the main thread asks them which files they want and which version they are. */
  readonly fileChecks?: Readonly<Record<string, FileCheck>>;
  /** Worker threads for checks; default min(processors, 4). */
  readonly workers?: number;
  /** Time a check may take on one file; default 20 s. */
  readonly fileTimeoutMs?: number;
  /** Where results are kept between runs; null for nowhere. Default: see docs/reference/walk.md. */
  readonly cacheDirectory?: string | null;
  /** Tells one state of the program's code from the next: what another one found is not used. Default: from the code. */
  readonly codeVersion?: string;
  /** Private directory of installed tools. Default: see docs/reference/tools.md. */
  readonly toolsDirectory?: string;
  /** Absolute paths of single tools, by command. */
  readonly toolPaths?: Readonly<Record<string, string>>;
  /** `require` refuses to run a tool outside a sandbox, `try` warns and runs it. Default `off`. */
  readonly jail?: 'off' | 'try' | 'require';
  /** Time between TERM and KILL for a tool that must end early; default 2 s. */
  readonly toolGraceMs?: number;
  /** Default: public addresses only. */
  readonly network?: NetworkPolicy;
}

/** The machine that the engine runs on. Dispose of it to stop its threads and remove its temporary directories. */
export function createMachine(options: MachineOptions): Machine & AsyncDisposable {
  const { environment } = options;
  const log = options.log ?? silentLogger;
  const cache = options.cacheDirectory === undefined ? cacheDirectory(environment) : options.cacheDirectory;
  const finder = createToolFinder(
    {
      configured: options.toolPaths ?? {},
      toolsDirectory: options.toolsDirectory ?? toolsDirectory(environment),
      environment,
    },
    createVersionCache(cache),
    log,
  );
  const tempDirs = new Map<string, TempDir>();
  const trees = new Set<AsyncDisposable>();
  const jail = createJailChoice(options.jail ?? 'off', environment, log, () => tempDirs.keys());

  return {
    clock: options.clock ?? createClock(environment['SECURESCAN_FAKE_NOW']),
    log,
    http: createHttpClient(options.network ?? { allowPrivate: false, allowLoopback: false }),
    probe: createHostProbe(environment),
    openTree(target, treeOptions) {
      const codeVersion = options.codeVersion ?? findCodeVersion();
      const store = cache !== null && 'root' in target ? openTreeStore(cache, target.root, target.path) : null;
      const runner = createFileCheckRunner({
        target,
        ids: treeOptions.fileChecks,
        checks: toVersionedChecks(options.fileChecks ?? {}, codeVersion),
        workerUrl: options.fileCheckWorker ?? null,
        workers: options.workers,
        fileTimeoutMs: options.fileTimeoutMs,
        store,
        signal: treeOptions.signal,
      });
      const tree = openSourceTree(target, treeOptions, runner, (work, place) =>
        remember(work, { ...place, store, codeVersion }),
      );
      trees.add(tree);
      return {
        ...tree,
        async [Symbol.asyncDispose]() {
          trees.delete(tree);
          await tree[Symbol.asyncDispose]();
        },
      };
    },
    openGit: createGitReader,
    findTool: (spec, signal) => finder.find(spec, signal),
    async runTool(invocation) {
      if (!isAbsolute(invocation.path)) {
        throw new SecureScanError('E_TOOL_START', `${invocation.path} is not an absolute path; find the tool first.`);
      }
      return runTool(invocation, environment, await jail(), options.toolGraceMs);
    },
    async makeTempDir(prefix) {
      const made = await makeTempDir(prefix);
      tempDirs.set(made.path, made);
      return {
        path: made.path,
        async [Symbol.asyncDispose]() {
          tempDirs.delete(made.path);
          await made[Symbol.asyncDispose]();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      finder[Symbol.dispose]();
      await Promise.all([...trees, ...tempDirs.values()].map((part) => part[Symbol.asyncDispose]()));
      trees.clear();
      tempDirs.clear();
    },
  };
}

/** What a check finds may follow from all of the program's code, so its results are those of one state of it. */
function toVersionedChecks(
  checks: Readonly<Record<string, FileCheck>>,
  codeVersion: string,
): Readonly<Record<string, FileCheck>> {
  return Object.fromEntries(
    Object.entries(checks).map(([id, check]) => [id, { ...check, version: `${check.version}@${codeVersion}` }]),
  );
}

/** Decides once, at the first tool, whether tools run in a sandbox. */
function createJailChoice(
  mode: 'off' | 'try' | 'require',
  environment: Environment,
  log: Logger,
  writable: () => Iterable<string>,
): () => Promise<Jail | null> {
  let detected: Promise<JailState> | undefined;
  return async () => {
    if (mode === 'off') return null;
    const isFirst = detected === undefined;
    const state = await (detected ??= detectJail(environment, writable));
    if (state.state === 'ready') return state.jail;
    if (mode === 'require') {
      throw new SecureScanError(
        'E_TOOL_START',
        `Tools cannot be put into a sandbox: ${state.reason}. Leave --jail out to run them without.`,
      );
    }
    if (isFirst) log.warn({ reason: state.reason }, 'tools run outside a sandbox');
    return null;
  };
}
