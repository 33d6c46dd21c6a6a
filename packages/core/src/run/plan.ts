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
  /** State of its tool or optional tool; null when it has neither or was skipped before looking. */
  readonly toolStatus: ToolStatus | null;
  /** Why it does not run; null when it does. */
  readonly skip: SkipReason | null;
}

export interface PlanDependencies {
  readonly machine: Machine;
  readonly scanners: readonly Scanner[];
  readonly signal: AbortSignal;
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
 * Scanners that a request concerns, in registry order: those of the wanted families, and those it names.
 * @throws SecureScanError E_ARGUMENT when it names a scanner that does not exist
 */
export function selectScanners(request: ScanRequest, scanners: readonly Scanner[]): readonly Scanner[] {
  const known = scanners.map(({ id }) => id);
  checkNames('run', request.onlyScanners, known);
  checkNames('leave out', request.excludeScanners, known);
  return scanners.filter(
    ({ id, scanType }) => request.scanTypes.includes(scanType) || request.onlyScanners?.includes(id) === true,
  );
}

function skip(code: SkipReason['code'], reason: string, installHint: string | null = null): SkipReason {
  return { code, reason, installHint };
}

/** Reasons that can be told without looking at the machine. */
function findStaticReason(scanner: Scanner, request: ScanRequest): SkipReason | null {
  const { id, scanType, targets } = scanner;
  const { onlyScanners, onlyPaths, target } = request;
  if (onlyScanners !== undefined && !onlyScanners.includes(id))
    return skip('excluded', 'not among the chosen scanners');
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

/**
 * Decides which scanners run, and why the others do not. A family that was not asked for is left out silently; every
 * other scanner has an entry.
 * @returns in registry order
 * @throws SecureScanError E_ARGUMENT when the request names a scanner that does not exist
 */
export async function planScan(
  request: ScanRequest,
  dependencies: PlanDependencies,
): Promise<readonly PlannedScanner[]> {
  const { machine, scanners } = dependencies;
  return Promise.all(
    selectScanners(request, scanners).map(async (scanner): Promise<PlannedScanner> => {
      const reason = findStaticReason(scanner, request);
      if (reason !== null) return { scanner, toolStatus: null, skip: reason };
      const tool = scanner.tool ?? scanner.optionalTool;
      if (tool === undefined) return { scanner, toolStatus: null, skip: null };
      const toolStatus = await findToolStatus(tool, dependencies);
      // What a search says that was cut short means nothing; the scanner will count as cancelled.
      if (dependencies.signal.aborted) return { scanner, toolStatus: null, skip: null };
      const missing = scanner.tool === null ? null : findToolReason(tool, toolStatus, machine.probe.platform);
      return { scanner, toolStatus, skip: missing };
    }),
  );
}
