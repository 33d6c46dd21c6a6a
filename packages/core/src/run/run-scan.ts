import { describeError, SecureScanError } from '@securescan/model';
import type { Finding, RepoPath, ScanEvent, ScanResult } from '@securescan/model';
import { resolveIgnores } from '../config/ignores.ts';
import type { ResolvedIgnores } from '../config/ignores.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import { collectSourceFacts, locateFindings } from '../pipeline/source-facts.ts';
import { summarise } from '../pipeline/summarise.ts';
import type { PipelineOutput, ScannerFindings } from '../pipeline/types.ts';
import type { Scanner } from '../scanner/scanner.ts';
import { findSourceRoot } from './context.ts';
import type { SharedWorld } from './context.ts';
import { disposeQuietly } from './dispose.ts';
import { holdEvents } from './hold-events.ts';
import { listFileChecks, planScan, selectScanners } from './plan.ts';
import type { PlannedScanner } from './plan.ts';
import type { RunDependencies, ScanRequest } from './request.ts';
import { runScanner, toEvent, toIdleResult } from './run-scanner.ts';
import type { ScannerResult } from './run-scanner.ts';
import { runLongestFirst } from './schedule.ts';
import { hasLooked, judge } from './verdict.ts';
import { readWalkNotices, watchTree } from './watch-tree.ts';
import { withContext } from './with-context.ts';

const DEFAULT_PARALLELISM = 4;

const isRunnable = ({ skip, failure }: PlannedScanner): boolean => skip === null && failure === undefined;

/** Tells which scanners do not run, in registry order; what happens meanwhile is told after them. */
async function tellIdle(plan: readonly Promise<PlannedScanner>[], emit: (event: ScanEvent) => void): Promise<void> {
  for (const decision of plan) {
    const planned = await decision;
    if (!isRunnable(planned)) emit(toEvent(toIdleResult(planned).run));
  }
}

/** A row and an event for a scanner whose turn did not come before the scan was cancelled. */
function cancelBeforeTurn(planned: PlannedScanner, emit: (event: ScanEvent) => void): ScannerResult {
  const result = toIdleResult(planned);
  emit(toEvent(result.run));
  return result;
}

/**
 * Runs what is planned, each scanner as soon as it is decided; results in registry order. Only scanners that run a tool
 * count against the limit: built-in ones share the worker threads of the file checks, so they need not wait for tools.
 */
async function runPlanned(
  plan: readonly Promise<PlannedScanner>[],
  world: SharedWorld,
  signal: AbortSignal,
  emit: (event: ScanEvent) => void,
): Promise<readonly ScannerResult[]> {
  const jobs = plan.map(async (decision) => {
    const planned = await decision;
    const { expectedSeconds } = planned.scanner;
    return isRunnable(planned) ? { planned, expectedSeconds, isLimited: planned.toolStatus?.state === 'ready' } : null;
  });
  const limit = world.request.jobs ?? world.machine.parallelism ?? DEFAULT_PARALLELISM;
  const late = holdEvents(emit);
  const [results] = await Promise.all([
    runLongestFirst(jobs, limit, async ({ planned }) =>
      signal.aborted ? cancelBeforeTurn(planned, late.emit) : runScanner(planned, world, signal, late.emit),
    ),
    tellIdle(plan, emit).then(late.release),
  ]);
  return Promise.all(plan.map(async (decision, index) => results[index] ?? toIdleResult(await decision)));
}

/** Whether the request leaves out scanners or files. */
function isPartial({ onlyScanners, excludeScanners, onlyPaths, settings }: ScanRequest): boolean {
  const leftOut = [...(excludeScanners ?? []), ...(settings.disabledScanners ?? [])];
  return onlyScanners !== undefined || onlyPaths !== undefined || leftOut.length > 0;
}

async function postProcess(
  results: readonly ScannerResult[],
  { request, tree }: SharedWorld,
  ignores: ResolvedIgnores,
  today: string,
): Promise<PipelineOutput> {
  const root = findSourceRoot(request);
  const found: ScannerFindings[] = results.map(({ run, findings }) => ({
    scanner: run.scanner,
    scanType: run.scanType,
    findings,
  }));
  const readText = async (path: RepoPath) => {
    // A file that cannot be read has no lines and no ignore comments; the walk reports it.
    try {
      return await tree.readText(path);
    } catch {
      return null;
    }
  };
  const sources = root === null ? new Map() : await collectSourceFacts(locateFindings(found, root), readText);
  return runPipeline(found, {
    scanId: request.scanId,
    root,
    severityOverrides: request.settings.severityOverrides,
    ignoredRules: ignores.ignoredRules,
    scopedIgnores: ignores.scopedIgnores,
    baseline: request.baseline,
    noSuppress: request.noSuppress,
    partial: isPartial(request) || results.some(({ run }) => !hasLooked(run)),
    sources,
    today,
  });
}

/** Keeps the findings of the chosen files; says how many there were elsewhere. */
function keepChosen(findings: readonly Finding[], onlyPaths: ReadonlySet<string> | undefined) {
  if (onlyPaths === undefined) return { kept: findings, notices: [] };
  const kept = findings.filter(({ filePath }) => filePath !== null && onlyPaths.has(filePath));
  const dropped = findings.length - kept.length;
  const notice = `dropped ${dropped} finding${dropped === 1 ? '' : 's'} outside the chosen files`;
  return { kept, notices: dropped === 0 ? [] : [notice] };
}

/** Everything between the first and the last event. */
async function execute(
  request: ScanRequest,
  { machine, scanners, signal }: RunDependencies,
  emit: (event: ScanEvent) => void,
): Promise<ScanResult> {
  const { target, settings } = request;
  const startedAt = machine.clock.now().toISOString();
  const fileChecks = listFileChecks(request, scanners);
  const opened = machine.openTree(target, { fileChecks, exclude: settings.exclude, signal });
  const watched = watchTree(opened);
  const world: SharedWorld = { request, machine, tree: watched.tree, git: machine.openGit(target) };
  const today = startedAt.slice(0, 10);
  const ignores = resolveIgnores(settings.ignoredRules, today);
  const lookForWork = async (scanner: Scanner) => {
    if (scanner.findSkipReason === undefined) return null;
    const planned = { scanner, toolStatus: null, skip: null };
    return withContext(planned, world, signal, async (context) => (await scanner.findSkipReason?.(context)) ?? null);
  };
  try {
    const plan = planScan(request, { machine, scanners, signal, lookForWork });
    const results = await runPlanned(plan, world, signal, emit);
    const walkNotices = await readWalkNotices(watched, signal);
    const output = await postProcess(results, world, ignores, today);
    const { kept, notices: droppedNotices } = keepChosen(output.findings, request.onlyPaths);
    const runs = results.map(({ run }) => run);
    return {
      scanId: request.scanId,
      target: { kind: target.kind, display: target.display },
      scanTypes: request.scanTypes,
      ...judge(runs, signal.aborted),
      startedAt,
      completedAt: machine.clock.now().toISOString(),
      findings: kept,
      summary: kept === output.findings ? output.summary : summarise(kept),
      scanners: runs,
      notices: [...walkNotices, ...ignores.notices, ...output.notices, ...droppedNotices],
      overridesApplied: output.overridesApplied,
      configPath: request.configPath,
      aiSummary: null,
    };
  } finally {
    await disposeQuietly(opened, machine.log);
  }
}

/** The event a scan ends with. */
function toLastEvent({ status, failure, scanners, summary }: ScanResult, durationMs: number): ScanEvent {
  if (status === 'cancelled') return { type: 'scan.cancelled', durationMs };
  if (failure !== undefined) return { type: 'scan.failed', durationMs, ...failure };
  return {
    type: 'scan.complete',
    durationMs,
    scannerCount: scanners.filter(({ outcome }) => outcome.status === 'completed').length,
    findingsCount: summary.total,
    riskScore: summary.riskScore,
  };
}

/**
 * Plans, runs and post-processes a scan.
 *
 * A scanner that throws, hangs, ignores its signal or hands back rubbish is an outcome in `ScanResult.scanners`; the rest
 * stands. After `signal` aborts the promise settles within two seconds with status `cancelled` and what was finished.
 * Equal reports of the scanners give equal results, whatever order they end in.
 * @throws SecureScanError E_ARGUMENT when the request names a scanner that does not exist; what `Machine.openTree` throws
 */
export async function runScan(request: ScanRequest, dependencies: RunDependencies): Promise<ScanResult> {
  const { clock, log } = dependencies.machine;
  const startedMs = clock.monotonicMs();
  const emit = (event: ScanEvent) => {
    try {
      dependencies.onEvent?.(event);
    } catch (error) {
      log.error({ scanId: request.scanId, event: event.type, error: describeError(error) }, 'event listener failed');
    }
  };
  const { length: scannerCount } = selectScanners(request, dependencies.scanners);
  emit({ type: 'scan.start', target: request.target.display, scannerCount, scanTypes: request.scanTypes });
  try {
    const result = await execute(request, dependencies, emit);
    emit(toLastEvent(result, clock.monotonicMs() - startedMs));
    return result;
  } catch (error) {
    const code = error instanceof SecureScanError ? error.code : 'E_INTERNAL';
    emit({ type: 'scan.failed', durationMs: clock.monotonicMs() - startedMs, code, message: describeError(error) });
    throw error;
  }
}
