import { SecureScanError } from '@securescan/model';
import type { GitReader } from '../ports/git.ts';
import type { Machine } from '../ports/machine.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import type { ScannerContext } from '../scanner/context.ts';
import type { ToolRun, ToolRunOptions } from '../scanner/tool.ts';
import type { PlannedScanner } from './plan.ts';
import type { ScanRequest } from './request.ts';

/** What the contexts of one scan share. */
export interface SharedWorld {
  readonly request: ScanRequest;
  readonly machine: Machine;
  readonly tree: SourceTree;
  readonly git: GitReader;
}

/** A context and the temporary directories it handed out. */
export interface OpenContext extends AsyncDisposable {
  readonly context: ScannerContext;
}

/** Absolute root of what is scanned; null for url and host targets. */
export function findSourceRoot(request: ScanRequest): string | null {
  const { target } = request;
  return target.kind === 'directory' || target.kind === 'file' ? target.root : null;
}

/** Makes the context of one scanner: its tool bound, its signal, its temporary directories. */
export function openContext(
  { scanner, toolStatus }: PlannedScanner,
  world: SharedWorld,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
): OpenContext {
  const { request, machine, tree, git } = world;
  const { signal, timeoutMs } = limits;
  const tool = scanner.tool ?? scanner.optionalTool;
  const sourceRoot = findSourceRoot(request);
  const directories = new AsyncDisposableStack();

  async function makeTempDir(): Promise<string> {
    const directory = await machine.makeTempDir(`${scanner.id}-`);
    // A scanner that was given up may still come for one; nothing would remove it any more.
    if (directories.disposed) {
      await directory[Symbol.asyncDispose]();
      throw new SecureScanError('E_CANCELLED', `${scanner.id} was ended; it gets no temporary directory any more`);
    }
    return directories.use(directory).path;
  }

  async function runTool(args: readonly string[], options: ToolRunOptions = {}): Promise<ToolRun> {
    if (tool === undefined || toolStatus?.state !== 'ready')
      throw new SecureScanError(
        'E_TOOL_MISSING',
        `${scanner.id} asked for ${tool?.command ?? 'a tool'}, which is not there`,
      );
    const cwd = options.cwd ?? sourceRoot ?? (await makeTempDir());
    const defaults = { cwd, timeoutMs };
    return machine.runTool({ spec: tool, path: toolStatus.path, args, options, defaults, sourceRoot, signal });
  }

  return {
    context: {
      target: request.target,
      scanTypes: request.scanTypes,
      options: request.settings.scannerOptions,
      signal,
      log: machine.log.child({ scanId: request.scanId, scanner: scanner.id }),
      clock: machine.clock,
      tree,
      git,
      http: machine.http,
      host: machine.probe,
      toolStatus,
      runTool,
      makeTempDir,
    },
    [Symbol.asyncDispose]: () => directories.disposeAsync(),
  };
}
