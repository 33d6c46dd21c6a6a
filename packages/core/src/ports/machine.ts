import type { Target } from '@securescan/model';
import type { ToolRun, ToolRunOptions, ToolSpec, ToolStatus } from '../scanner/tool.ts';
import type { Clock } from './clock.ts';
import type { GitReader } from './git.ts';
import type { HostProbe } from './host-probe.ts';
import type { HttpClient } from './http.ts';
import type { Logger } from './logger.ts';
import type { SourceTree } from './source-tree.ts';

export interface OpenTreeOptions {
  /** Ids of the file checks that will be asked for; all run in the one pass over the files. */
  readonly fileChecks: readonly string[];
  /** Globs to leave out, relative to the root, beyond the ignore files. */
  readonly exclude: readonly string[];
  readonly signal: AbortSignal;
}

export interface ToolInvocation {
  readonly spec: ToolSpec;
  /** Path found by `findTool`. */
  readonly path: string;
  readonly args: readonly string[];
  readonly options: ToolRunOptions;
  readonly defaults: { readonly cwd: string; readonly timeoutMs: number };
  /** Directory made read-only inside the jail; null for url and host targets. */
  readonly sourceRoot: string | null;
  readonly signal: AbortSignal;
}

/** The one door from the engine to the world; `host` implements it, tests may stand in for parts of it. */
export interface Machine {
  readonly clock: Clock;
  readonly log: Logger;
  readonly http: HttpClient;
  readonly probe: HostProbe;
  /** How many scanners may run a tool at once when the request does not say; default 4. */
  readonly parallelism?: number;
  openTree(target: Target, options: OpenTreeOptions): SourceTree & AsyncDisposable;
  openGit(target: Target): GitReader;
  /** Looks for the tool in the configured path, the private tools directory, then PATH; asks for its version (5 s, then it
   * is unknown until a later search; cached). */
  findTool(spec: ToolSpec, signal?: AbortSignal): Promise<ToolStatus>;
  runTool(invocation: ToolInvocation): Promise<ToolRun>;
  makeTempDir(prefix: string): Promise<{ readonly path: string } & AsyncDisposable>;
}
