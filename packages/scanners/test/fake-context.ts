import {
  DEFAULT_SCANNER_OPTIONS,
  silentLogger,
  type HttpResponse,
  type ScannerContext,
  type ScannerOptions,
  type ToolRunOptions,
} from '@securescan/core';
import { asRepoPath, SecureScanError, type Target } from '@securescan/model';

export const ROOT = '/srv/project';

export interface FakeWorld {
  readonly files?: Readonly<Record<string, string>>;
  /** Sizes that the walk tells, where they are not those of the texts. */
  readonly sizes?: Readonly<Record<string, number>>;
  readonly target?: Target;
  readonly options?: Partial<ScannerOptions>;
  readonly signal?: AbortSignal;
  /** What the tool prints, and how it ends. */
  tool?(args: readonly string[], options: ToolRunOptions): { stdout: string; exitCode?: number; stderr?: string };
  /** Body of the answer to a request, or undefined for 404. */
  http?(url: string): string | undefined;
}

/** A context in memory: the world answers from the given values only, so a scanner that looks elsewhere is found out. */
export function makeFakeContext(world: FakeWorld): ScannerContext {
  const files = world.files ?? {};
  const signal = world.signal ?? new AbortController().signal;
  const failIfCancelled = (): void => {
    if (signal.aborted) throw new SecureScanError('E_CANCELLED', 'cancelled');
  };
  const walked = Object.entries(files).map(([path, text]) => ({
    path: asRepoPath(path),
    size: world.sizes?.[path] ?? text.length,
    mtimeMs: 0,
  }));
  const readText = async (path: string): Promise<string | null> => files[path] ?? null;
  return {
    target: world.target ?? { kind: 'directory', path: ROOT, root: ROOT, display: '.' },
    scanTypes: ['code'],
    options: { ...DEFAULT_SCANNER_OPTIONS, ...world.options },
    signal,
    log: silentLogger,
    clock: { now: () => new Date(0), monotonicMs: () => performance.now() },
    tree: {
      root: ROOT,
      files: async () => walked,
      problems: async () => [],
      leavesOut: () => false,
      ignoredFiles: async () => [],
      vendoredDirectories: async () => [],
      readBytes: async () => null,
      readText,
      check: async () => ({ findings: [], filesChecked: 0, notes: [] }),
      remember: (work) =>
        work.run({ files: walked.filter(({ path }) => work.reads(path)), readText, listDirectory: async () => [] }),
    },
    git: {
      findRoot: async () => null,
      listTracked: async () => new Set(),
      findIgnored: async () => new Set(),
      async *history() {
        // no repository, no history
      },
    },
    http: {
      async request(url) {
        failIfCancelled();
        return toResponse(url, world.http?.(url));
      },
    },
    host: {
      platform: 'linux',
      environment: {},
      homeDirectory: '/home/user',
      readText: async () => null,
      stat: async () => null,
      listDirectory: async () => [],
      run: async () => null,
    },
    toolStatus: { state: 'ready', path: '/usr/bin/tool', version: null, source: 'path' },
    async runTool(args, options = {}) {
      failIfCancelled();
      const { stdout = '', exitCode = 0, stderr = '' } = world.tool?.(args, options) ?? {};
      if (!(options.okExitCodes ?? [0]).includes(exitCode)) throw new SecureScanError('E_TOOL_EXIT', stderr);
      return { exitCode, stdout, stderr, durationMs: 1 };
    },
    makeTempDir: async () => '/tmp/empty',
  };
}

function toResponse(url: string, body: string | undefined): HttpResponse {
  return {
    url,
    status: body === undefined ? 404 : 200,
    headers: new Map(),
    setCookie: [],
    body: body ?? '',
    truncated: false,
    tls: null,
  };
}
