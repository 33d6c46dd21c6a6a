import { describeError, SecureScanError } from '@securescan/model';
import type { RawFinding, ScanEvent, ScannerOutcome, ScannerRun } from '@securescan/model';
import type { ScannerContext } from '../scanner/context.ts';
import { openContext } from './context.ts';
import type { SharedWorld } from './context.ts';
import { settleSoon, startDeadline } from './deadline.ts';
import { disposeQuietly } from './dispose.ts';
import type { PlannedScanner } from './plan.ts';
import { checkReport } from './report.ts';

/** How one scanner ended, with what it found. */
export interface ScannerResult {
  readonly run: ScannerRun;
  readonly findings: readonly RawFinding[];
}

interface Attempt {
  readonly outcome: ScannerOutcome;
  readonly findings: readonly RawFinding[];
}

/** A row for a scanner that did not run. */
export function toIdleResult({ scanner, toolStatus, skip }: PlannedScanner): ScannerResult {
  const outcome: ScannerOutcome = skip === null ? { status: 'cancelled' } : { status: 'skipped', ...skip };
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

function toFailure(id: string, error: unknown): Attempt {
  const isOurs = error instanceof SecureScanError;
  const outcome: ScannerOutcome = {
    status: 'failed',
    code: isOurs ? error.code : 'E_SCANNER',
    message: isOurs ? error.message : `${id} broke down: ${describeError(error)}`,
    details: isOurs ? error.details : {},
  };
  return { outcome, findings: [] };
}

function toTimeout(id: string, timeoutMs: number): SecureScanError {
  const limit = `${timeoutMs / 1000} s`;
  return new SecureScanError(
    'E_TOOL_TIMEOUT',
    `${id} did not finish within ${limit}; raise the limit under scanners.${id}.timeout`,
  );
}

async function attempt(
  { scanner }: PlannedScanner,
  context: ScannerContext,
  emit: (event: ScanEvent) => void,
): Promise<Attempt> {
  const { signal } = context;
  const reason = await settleSoon(async () => (await scanner.findSkipReason?.(context)) ?? null, signal);
  signal.throwIfAborted();
  if (reason !== null) return { outcome: { status: 'skipped', ...reason }, findings: [] };
  emit({ type: 'scanner.start', scanner: scanner.id });
  const report: unknown = await settleSoon(async () => scanner.run(context), signal);
  // A report that comes after the end may hold any part of the whole.
  signal.throwIfAborted();
  const { findings, notes, incomplete } = checkReport(scanner.id, report);
  return { outcome: { status: 'completed', findingsCount: findings.length, notes, incomplete }, findings };
}

export function toEvent({ scanner, durationMs, outcome }: ScannerRun): ScanEvent {
  switch (outcome.status) {
    case 'completed': {
      const { findingsCount, incomplete } = outcome;
      return { type: 'scanner.complete', scanner, durationMs, findingsCount, incomplete };
    }
    case 'skipped':
      return { type: 'scanner.skipped', scanner, reason: outcome.reason, installHint: outcome.installHint };
    case 'failed':
      return { type: 'scanner.failed', scanner, durationMs, code: outcome.code, message: outcome.message };
    case 'cancelled':
      return { type: 'scanner.cancelled', scanner, durationMs };
    default:
      return outcome satisfies never;
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
  const { scanner, toolStatus } = planned;
  const { machine, request } = world;
  const timeoutMs = request.settings.scannerTimeoutsMs?.[scanner.id] ?? request.scannerTimeoutMs;
  const startedMs = machine.clock.monotonicMs();
  using deadline = startDeadline(timeoutMs, signal);
  const opened = openContext(planned, world, { signal: deadline.signal, timeoutMs });
  let ended: Attempt;
  try {
    ended = await attempt(planned, opened.context, emit);
  } catch (error) {
    if (deadline.hasExpired()) ended = toFailure(scanner.id, toTimeout(scanner.id, timeoutMs));
    else if (signal.aborted) ended = { outcome: { status: 'cancelled' }, findings: [] };
    else ended = toFailure(scanner.id, error);
  }
  await disposeQuietly(opened, opened.context.log);
  const durationMs = machine.clock.monotonicMs() - startedMs;
  const run = toRun(scanner, toolStatus, durationMs, ended.outcome);
  if (ended.outcome.status === 'failed')
    machine.log.warn(
      { scanId: request.scanId, scanner: scanner.id, code: ended.outcome.code, durationMs },
      'scanner failed',
    );
  emit(toEvent(run));
  return { run, findings: ended.findings };
}
