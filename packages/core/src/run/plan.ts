import { asRepoPath, describeError, SecureScanError } from '@securescan/model';
import type { SkipReason } from '@securescan/model';
import { suggest } from '../config/nearest.ts';
import type { Machine } from '../ports/machine.ts';
import type { Scanner } from '../scanner/scanner.ts';
import type { ToolSpec, ToolStatus } from '../scanner/tool.ts';
import { settleSoon } from './deadline.ts';
import type { ScanRequest } from './request.ts';

/** What is to be done with one selected scanner. */
export interface PlannedScanner {
  readonly scanner: Scanner;
  /** State of its tool or optional tool; null when it has or uses neither, or was skipped before looking. */
  readonly toolStatus: ToolStatus | null;
  /** Why it does not run; null when it does, or when it failed. */
  readonly skip: SkipReason | null;
  /** What went wrong while it looked whether there is anything for it. */
  readonly failure?: { readonly error: unknown };
}

export interface PlanDependencies {
  readonly machine: Machine;
  readonly scanners: readonly Scanner[];
  readonly signal: AbortSignal;
  /** Has a scanner look whether there is anything for it; left out, all are taken to have work. */
  readonly lookForWork?: (scanner: Scanner) => Promise<SkipReason | null>;
}

/** How to get a tool on this platform. */
export function findInstallHint(tool: ToolSpec, platform: string): string {
  const hints: Readonly<Record<string, string | undefined>> = { ...tool.installHint };
  return hints[platform] ?? tool.installHint.default;
}

function checkNames(kind: string, ids: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const hint = suggest(unknown, known);
  throw new SecureScanError(
    'E_ARGUMENT',
    `no scanner to ${kind} is called '${unknown}'${hint}; there are ${known.join(', ')}`,
  );
}

/**
 * Scanners that a request concerns, in registry order: those it names, or else those of the wanted families.
 * @throws SecureScanError E_ARGUMENT when it names a scanner that does not exist
 */
export function selectScanners(request: ScanRequest, scanners: readonly Scanner[]): readonly Scanner[] {
  const known = scanners.map(({ id }) => id);
  checkNames('run', request.onlyScanners, known);
  checkNames('leave out', request.excludeScanners, known);
  const { onlyScanners, scanTypes } = request;
  return scanners.filter(({ id, scanType }) => onlyScanners?.includes(id) ?? scanTypes.includes(scanType));
}

function skip(code: SkipReason['code'], reason: string, installHint: string | null = null): SkipReason {
  return { code, reason, installHint };
}

/** Reasons that can be told without looking at the machine. */
function findStaticReason(scanner: Scanner, request: ScanRequest): SkipReason | null {
  const { id, scanType, targets } = scanner;
  const { onlyPaths, target } = request;
  if (request.excludeScanners?.includes(id) === true) return skip('excluded', 'left out as asked');
  if (request.settings.disabledScanners?.includes(id) === true)
    return skip('excluded', 'switched off in the configuration');
  if (!request.scanTypes.includes(scanType)) return skip('excluded', `its family '${scanType}' was not asked for`);
  if (!targets.includes(target.kind))
    return skip('not-applicable', `needs a ${targets.join(' or ')} as target, not a ${target.kind}`);
  if (onlyPaths !== undefined && scanner.reads !== undefined) {
    const reads = [...onlyPaths].some((path) => scanner.reads?.(asRepoPath(path)));
    if (!reads) return skip('nothing-to-scan', 'reads none of the chosen files');
  }
  return null;
}

async function findToolStatus(tool: ToolSpec, { machine, signal }: PlanDependencies): Promise<ToolStatus> {
  try {
    return await settleSoon(async () => machine.findTool(tool, signal), signal);
  } catch (error) {
    return { state: 'broken', path: tool.command, message: describeError(error) };
  }
}

function findToolReason(tool: ToolSpec, status: ToolStatus, platform: string): SkipReason | null {
  const hint = findInstallHint(tool, platform);
  if (status.state === 'missing') return skip('not-installed', 'binary not on PATH', hint);
  if (status.state === 'broken') return skip('broken', `${tool.command} does not work: ${status.message}`, hint);
  return null;
}

function findOptionalTool(scanner: Scanner, { settings }: ScanRequest): ToolSpec | undefined {
  return scanner.usesOptionalTool?.(settings.scannerOptions) === false ? undefined : scanner.optionalTool;
}

async function planScanner(
  scanner: Scanner,
  request: ScanRequest,
  dependencies: PlanDependencies,
): Promise<PlannedScanner> {
  const planned = { scanner, toolStatus: null, skip: null };
  const staticReason = findStaticReason(scanner, request);
  if (staticReason !== null) return { ...planned, skip: staticReason };
  try {
    // Before the tool, which may take seconds to tell its version: without work it does not matter whether it is there.
    const reason = (await dependencies.lookForWork?.(scanner)) ?? null;
    if (reason !== null) return { ...planned, skip: reason };
  } catch (error) {
    return dependencies.signal.aborted ? planned : { ...planned, failure: { error } };
  }
  const tool = scanner.tool ?? findOptionalTool(scanner, request);
  if (tool === undefined) return planned;
  const toolStatus = await findToolStatus(tool, dependencies);
  // What a search says that was cut short means nothing; the scanner will count as cancelled.
  if (dependencies.signal.aborted) return planned;
  const { platform } = dependencies.machine.probe;
  return { scanner, toolStatus, skip: scanner.tool === null ? null : findToolReason(tool, toolStatus, platform) };
}

/** Ids of the file checks that a request may need; more than needed when a scanner then finds nothing to do. */
export function listFileChecks(request: ScanRequest, scanners: readonly Scanner[]): readonly string[] {
  return selectScanners(request, scanners).flatMap((scanner) =>
    scanner.fileCheck !== undefined && findStaticReason(scanner, request) === null ? [scanner.fileCheck.id] : [],
  );
}

/**
 * Decides which scanners run, and why the others do not. What the request did not choose, by name or by family, is left
 * out silently; every other scanner has an entry. Scanners are asked all at once; each decision comes when it is made,
 * since a tool may take seconds to tell its version.
 * @returns in registry order
 * @throws SecureScanError E_ARGUMENT when the request names a scanner that does not exist
 */
export function planScan(request: ScanRequest, dependencies: PlanDependencies): readonly Promise<PlannedScanner>[] {
  return selectScanners(request, dependencies.scanners).map((scanner) => planScanner(scanner, request, dependencies));
}
