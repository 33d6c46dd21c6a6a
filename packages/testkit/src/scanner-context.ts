import { realpathSync } from 'node:fs';
import {
  DEFAULT_SCANNER_OPTIONS,
  type Clock,
  type Machine,
  type Scanner,
  type ScannerContext,
  type ScannerOptions,
  type ScannerReport,
  type ToolStatus,
} from '@securescan/core';
import { createMachine, type MachineOptions } from '@securescan/host';
import { SecureScanError, type Target } from '@securescan/model';

export interface ScannerContextOptions {
  /** What is scanned: an absolute path of a directory, or a target of any kind. */
  readonly target: string | Target;
  readonly options?: Partial<ScannerOptions>;
  /** Globs to leave out, relative to the root. */
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal;
  /** Default: this process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Absolute paths of tools by command, as stand-ins for the real ones. */
  readonly toolPaths?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly timeoutMs?: number;
  readonly machine?: Partial<MachineOptions>;
}

/** A scanner's context over the real machine. Dispose of it to stop threads and remove temporary directories. */
export interface OpenScannerContext extends AsyncDisposable {
  readonly context: ScannerContext;
  readonly machine: Machine;
}

/**
 * Opens what a scanner would get in a scan: real walk, real processes, real git, real HTTP (loopback and private addresses
 * allowed). File checks run in the worker of the command, so the scanner must be in the registry for them.
 */
export async function openScannerContext(
  scanner: Scanner,
  options: ScannerContextOptions,
): Promise<OpenScannerContext> {
  const target = typeof options.target === 'string' ? toDirectory(options.target) : options.target;
  const signal = options.signal ?? new AbortController().signal;
  const cleanup = new AsyncDisposableStack();
  const machine = cleanup.use(
    createMachine({
      environment: options.environment ?? process.env,
      cacheDirectory: null,
      workers: 1,
      network: { allowPrivate: true, allowLoopback: true },
      fileChecks: scanner.fileCheck === undefined ? {} : { [scanner.fileCheck.id]: scanner.fileCheck },
      fileCheckWorker: new URL('../../cli/src/workers/file-check-worker.ts', import.meta.url),
      ...(options.toolPaths === undefined ? {} : { toolPaths: options.toolPaths }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...options.machine,
    }),
  );
  const fileChecks = scanner.fileCheck === undefined ? [] : [scanner.fileCheck.id];
  const tree = cleanup.use(machine.openTree(target, { fileChecks, exclude: options.exclude ?? [], signal }));
  const tool = scanner.tool ?? scanner.optionalTool;
  const toolStatus = tool === undefined ? null : await machine.findTool(tool, signal);
  const sourceRoot = target.kind === 'directory' || target.kind === 'file' ? target.root : null;
  const makeTempDir = async (): Promise<string> => cleanup.use(await machine.makeTempDir(`${scanner.id}-`)).path;
  const context: ScannerContext = {
    target,
    scanTypes: [scanner.scanType],
    options: { ...DEFAULT_SCANNER_OPTIONS, ...options.options },
    signal,
    log: machine.log,
    clock: machine.clock,
    tree,
    git: machine.openGit(target),
    http: machine.http,
    host: machine.probe,
    toolStatus,
    async runTool(args, runOptions = {}) {
      if (tool === undefined || toolStatus?.state !== 'ready') {
        throw new SecureScanError(
          'E_TOOL_MISSING',
          `${tool?.command ?? 'no tool'} is not ready: ${describe(toolStatus)}`,
        );
      }
      const defaults = {
        cwd: runOptions.cwd ?? sourceRoot ?? (await makeTempDir()),
        timeoutMs: options.timeoutMs ?? 300_000,
      };
      return machine.runTool({
        spec: tool,
        path: toolStatus.path,
        args,
        options: runOptions,
        defaults,
        sourceRoot,
        signal,
      });
    },
    makeTempDir,
  };
  return { context, machine, [Symbol.asyncDispose]: () => cleanup.disposeAsync() };
}

/** Runs a scanner as the engine does: its reason to skip first, then the scan. */
export async function runScanner(
  scanner: Scanner,
  options: ScannerContextOptions,
): Promise<{ readonly skipped: string } | ScannerReport> {
  await using opened = await openScannerContext(scanner, options);
  const skip = await scanner.findSkipReason?.(opened.context);
  if (skip != null) return { skipped: skip.reason };
  return await scanner.run(opened.context);
}

/** The report of a scan that must not be skipped. */
export async function runToReport(scanner: Scanner, options: ScannerContextOptions): Promise<ScannerReport> {
  const outcome = await runScanner(scanner, options);
  if ('skipped' in outcome) throw new Error(`${scanner.id} was skipped: ${outcome.skipped}`);
  return outcome;
}

/** Why a tool test cannot run here, or null when the tool is ready; for `it.skipIf` with the reason in the name. */
export async function findToolProblem(scanner: Scanner): Promise<string | null> {
  const tool = scanner.tool ?? scanner.optionalTool;
  if (tool === undefined) return null;
  await using machine = createMachine({ environment: process.env, cacheDirectory: null });
  const status = await machine.findTool(tool);
  return status.state === 'ready' ? null : `${tool.command}: ${describe(status)}`;
}

function describe(status: ToolStatus | null): string {
  if (status === null) return 'no tool';
  return status.state === 'broken' ? `broken, ${status.message}` : status.state;
}

function toDirectory(directory: string): Target {
  const path = realpathSync(directory);
  return { kind: 'directory', path, root: path, display: directory };
}
