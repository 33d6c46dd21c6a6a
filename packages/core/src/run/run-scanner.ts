import { describeError, SecureScanError } from '@securescan/model';
import type { RawFinding, ScanEvent, ScannerOutcome, ScannerRun } from '@securescan/model';
import type { ToolStatus } from '../scanner/tool.ts';
import type { SharedWorld } from './context.ts';
import { settleSoon } from './deadline.ts';
import type { PlannedScanner } from './plan.ts';
import { checkReport } from './report.ts';
import { withContext } from './with-context.ts';

/** How one scanner ended, with what it found. */
export interface ScannerResult {
  readonly run: ScannerRun;
  readonly findings: readonly RawFinding[];
}

interface Attempt {
  readonly outcome: ScannerOutcome;
  readonly findings: readonly RawFinding[];
}

/** A row for a scanner that did not run: skipped, failed while it looked for work, or cancelled before its turn. */
export function toIdleResult({ scanner, toolStatus, skip, failure }: PlannedScanner): ScannerResult {
  let outcome: ScannerOutcome = { status: 'cancelled' };
  if (failure !== undefined) outcome = toFailure(scanner.id, failure.error);
  else if (skip !== null) outcome = { status: 'skipped', ...skip };
  return { run: toRun(scanner, toolStatus, 0, outcome), findings: [] };
}

function toRun(
  { id, scanType }: PlannedScanner['scanner'],
  toolStatus: PlannedScanner['toolStatus'],
  durationMs: number,
  outcome: ScannerOutcome,
): ScannerRun {
  const version = toolStatus?.state === 'ready' ? toolStatus.version : null;
  return { scanner: id, scanType, version, durationMs, outcome };
}

function toFailure(id: string, error: unknown): ScannerOutcome {
  const isOurs = error instanceof SecureScanError;
  return {
    status: 'failed',
    code: isOurs ? error.code : 'E_SCANNER',
    message: isOurs ? error.message : `${id} broke down: ${describeError(error)}`,
    details: isOurs ? error.details : {},
  };
}

/** The event that says how a scanner ended. */
export function toEvent({ scanner, durationMs, outcome }: ScannerRun): ScanEvent {
  switch (outcome.status) {
    case 'completed': {
      const { findingsCount, incomplete } = outcome;
      return { type: 'scanner.complete', scanner, durationMs, findingsCount, incomplete };
    }
    case 'skipped': {
      const { code, reason, installHint } = outcome;
      return { type: 'scanner.skipped', scanner, code, reason, installHint };
    }
    case 'failed':
      return { type: 'scanner.failed', scanner, durationMs, code: outcome.code, message: outcome.message };
    case 'cancelled':
      return { type: 'scanner.cancelled', scanner, durationMs };
    default:
      return outcome satisfies never;
  }
}

/** The state of the tool, with the version even when it came late: a report must not depend on how busy the machine was. */
async function findVersion(
  { scanner, toolStatus }: PlannedScanner,
  { machine }: SharedWorld,
  signal: AbortSignal,
): Promise<ToolStatus | null> {
  const tool = scanner.tool ?? scanner.optionalTool;
  const isUnknown = toolStatus?.state === 'ready' && toolStatus.version === null;
  if (tool === undefined || !isUnknown || signal.aborted) return toolStatus;
  try {
    const later = await settleSoon(async () => machine.findTool(tool, signal), signal);
    return later.state === 'ready' ? later : toolStatus;
  } catch {
    return toolStatus;
  }
}

/**
 * Runs one planned scanner to its end. Whatever it does (throws, hangs, ignores its signal, hands back rubbish) becomes an
 * outcome; the promise never rejects.
 */
export async function runScanner(
  planned: PlannedScanner,
  world: SharedWorld,
  signal: AbortSignal,
  emit: (event: ScanEvent) => void,
): Promise<ScannerResult> {
  const { scanner } = planned;
  const { machine, request } = world;
  const startedMs = machine.clock.monotonicMs();
  let ended: Attempt;
  emit({ type: 'scanner.start', scanner: scanner.id });
  try {
    const report: unknown = await withContext(planned, world, signal, (context) => scanner.run(context));
    const { findings, notes, incomplete } = checkReport(scanner.id, report);
    ended = { outcome: { status: 'completed', findingsCount: findings.length, notes, incomplete }, findings };
  } catch (error) {
    const isTimeout = error instanceof SecureScanError && error.code === 'E_TOOL_TIMEOUT';
    const isCancelled = signal.aborted && !isTimeout;
    ended = { outcome: isCancelled ? { status: 'cancelled' } : toFailure(scanner.id, error), findings: [] };
  }
  const durationMs = machine.clock.monotonicMs() - startedMs;
  const run = toRun(scanner, await findVersion(planned, world, signal), durationMs, ended.outcome);
  if (ended.outcome.status === 'failed')
    machine.log.debug(
      { scanId: request.scanId, scanner: scanner.id, code: ended.outcome.code, durationMs },
      'scanner failed',
    );
  emit(toEvent(run));
  return { run, findings: ended.findings };
}
