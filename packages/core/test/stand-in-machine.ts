import { asRepoPath } from '@securescan/model';
import type { RawFinding, Target } from '@securescan/model';
import { DEFAULT_SCANNER_OPTIONS, defineScanner, silentLogger } from '@securescan/core';
import type {
  Machine,
  OpenTreeOptions,
  RunDependencies,
  ScanRequest,
  Scanner,
  ScannerContext,
  ScannerReport,
  SourceTree,
  ToolInvocation,
  ToolSpec,
  ToolStatus,
  WalkProblem,
} from '@securescan/core';

export const ROOT = '/repo';
const directoryTarget: Target = { kind: 'directory', path: ROOT, root: ROOT, display: '.' };

export interface StandInOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly problems?: readonly WalkProblem[];
  readonly tools?: Readonly<Record<string, ToolStatus>>;
  readonly parallelism?: number;
}

/** A machine in memory, with a record of what was opened and what was given back. */
export interface StandIn {
  readonly machine: Machine;
  readonly invocations: ToolInvocation[];
  readonly opened: OpenTreeOptions[];
  /** Temporary directories that are still there. */
  readonly tempDirs: Set<string>;
  readonly walks: { count: number };
  isTreeOpen(): boolean;
  /** Moves both clocks. */
  advance(ms: number): void;
}

const unused = (name: string) => () => Promise.reject(new Error(`${name} is not part of this test`));

export function standInMachine(options: StandInOptions = {}): StandIn {
  const files = options.files ?? {};
  let nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  let treeOpen = false;
  let made = 0;
  const walks = { count: 0 };
  const tempDirs = new Set<string>();
  const invocations: ToolInvocation[] = [];
  const opened: OpenTreeOptions[] = [];

  const tree: SourceTree & AsyncDisposable = {
    root: ROOT,
    files() {
      walks.count += 1;
      return Promise.resolve(
        Object.entries(files).map(([path, text]) => ({ path: asRepoPath(path), size: text.length, mtimeMs: 0 })),
      );
    },
    problems: () => Promise.resolve(options.problems ?? []),
    leavesOut: () => false,
    ignoredFiles: () => Promise.resolve([]),
    vendoredDirectories: () => Promise.resolve([]),
    readBytes: (path) => Promise.resolve(path in files ? new TextEncoder().encode(files[path]) : null),
    readText: (path) => Promise.resolve(files[path] ?? null),
    check: () => Promise.resolve({ findings: [], filesChecked: 0, notes: [] }),
    remember: unused('remember'),
    [Symbol.asyncDispose]() {
      treeOpen = false;
      return Promise.resolve();
    },
  };
  const machine: Machine = {
    clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs },
    log: silentLogger,
    http: { request: unused('http') },
    probe: {
      platform: 'linux',
      environment: {},
      homeDirectory: '/home/tester',
      readText: () => Promise.resolve(null),
      stat: () => Promise.resolve(null),
      listDirectory: () => Promise.resolve([]),
      run: () => Promise.resolve(null),
    },
    ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
    openTree(_target, treeOptions) {
      treeOpen = true;
      opened.push(treeOptions);
      return tree;
    },
    openGit: () => ({
      findRoot: () => Promise.resolve(null),
      listTracked: () => Promise.resolve(new Set()),
      findIgnored: () => Promise.resolve(new Set()),
      async *history() {
        // There is no repository, so nothing was ever committed.
      },
    }),
    findTool: (spec) => Promise.resolve(options.tools?.[spec.command] ?? { state: 'missing' }),
    runTool(invocation) {
      invocations.push(invocation);
      return Promise.resolve({ exitCode: 0, stdout: 'ran', stderr: '', durationMs: 1 });
    },
    makeTempDir(prefix) {
      made += 1;
      const path = `/tmp/${prefix}${made}`;
      tempDirs.add(path);
      return Promise.resolve({
        path,
        [Symbol.asyncDispose]() {
          tempDirs.delete(path);
          return Promise.resolve();
        },
      });
    },
  };
  return {
    machine,
    invocations,
    opened,
    tempDirs,
    walks,
    isTreeOpen: () => treeOpen,
    advance(ms) {
      nowMs += ms;
    },
  };
}

export function toolSpec(command: string): ToolSpec {
  return {
    command,
    versionArgs: ['--version'],
    parseVersion: () => null,
    installHint: { default: `get ${command}`, linux: `apt install ${command}` },
    distribution: { kind: 'manual' },
  };
}

/** A code scanner that needs nothing and finds nothing, unless told otherwise. */
export function scanner(id: string, over: Partial<Scanner> = {}): Scanner {
  return defineScanner({
    id,
    scanType: 'code',
    description: `Scanner ${id}.`,
    checks: [],
    targets: ['directory', 'file'],
    tool: null,
    expectedSeconds: 1,
    run: (): Promise<ScannerReport> => Promise.resolve({ findings: [] }),
    ...over,
  });
}

/** A scanner whose end the test decides. */
export interface HeldScanner {
  readonly scanner: Scanner;
  /** Resolves when it has been started. */
  readonly started: Promise<ScannerContext>;
  finish(report: ScannerReport): void;
  fail(error: unknown): void;
}

export function heldScanner(id: string, over: Partial<Scanner> = {}): HeldScanner {
  const start = Promise.withResolvers<ScannerContext>();
  const end = Promise.withResolvers<ScannerReport>();
  return {
    scanner: scanner(id, {
      run(context) {
        start.resolve(context);
        return end.promise;
      },
      ...over,
    }),
    started: start.promise,
    finish: end.resolve,
    fail: end.reject,
  };
}

/** Ends as a good scanner does: with an error, as soon as its signal aborts. */
export function untilAborted(context: ScannerContext): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => {
    reject(context.signal.reason as Error);
  };
  if (context.signal.aborted) end();
  else context.signal.addEventListener('abort', end, { once: true });
  return promise;
}

export function rawFinding(over: Partial<RawFinding> = {}): RawFinding {
  return {
    severity: 'high',
    title: 'Use of eval()',
    description: 'Runs text as code.',
    path: 'a.py',
    lineStart: 1,
    ruleId: 'R1',
    ...over,
  };
}

export function scanRequest(over: Partial<ScanRequest> = {}): ScanRequest {
  return {
    target: directoryTarget,
    scanTypes: ['code'],
    settings: { severityOverrides: {}, ignoredRules: [], exclude: [], scannerOptions: DEFAULT_SCANNER_OPTIONS },
    baseline: null,
    noSuppress: false,
    scannerTimeoutMs: 60_000,
    configPath: null,
    scanId: 'scan-1',
    ...over,
  };
}

export function dependencies(
  { machine }: StandIn,
  scanners: readonly Scanner[],
  over: Partial<RunDependencies> = {},
): RunDependencies {
  return { machine, scanners, signal: new AbortController().signal, ...over };
}
