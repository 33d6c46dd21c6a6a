import { describeError } from '@securescan/model';
import type { Finding, RepoPath, ScanEvent, ScannerRun, ScanResult } from '@securescan/model';
import { resolveIgnores } from '../config/ignores.ts';
import type { ResolvedIgnores } from '../config/ignores.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import { collectSourceFacts, locateFindings } from '../pipeline/source-facts.ts';
import { summarise } from '../pipeline/summarise.ts';
import type { PipelineOutput, ScannerFindings } from '../pipeline/types.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import { findSourceRoot } from './context.ts';
import type { SharedWorld } from './context.ts';
import { describeWalkProblems } from './notices.ts';
import { planScan, selectScanners } from './plan.ts';
import type { PlannedScanner } from './plan.ts';
import type { RunDependencies, ScanRequest } from './request.ts';
import { runScanner, toEvent, toIdleResult } from './run-scanner.ts';
import type { ScannerResult } from './run-scanner.ts';
import { runLongestFirst } from './schedule.ts';
import { judge } from './verdict.ts';

const DEFAULT_PARALLELISM = 4;

/** The tree, and whether anyone has had it walked: asking an unwalked tree for its problems would cost a walk. */
function watchTree(tree: SourceTree): { readonly tree: SourceTree; wasWalked(): boolean } {
  let walked = false;
  const noting =
    <Args extends unknown[], Result>(method: (...args: Args) => Result) =>
    (...args: Args): Result => {
      walked = true;
      return method(...args);
    };
  return {
    wasWalked: () => walked,
    tree: {
      root: tree.root,
      files: noting(() => tree.files()),
      problems: noting(() => tree.problems()),
      ignoredFiles: noting(() => tree.ignoredFiles()),
      check: noting((id: string) => tree.check(id)),
      readBytes: (path, maxBytes) => tree.readBytes(path, maxBytes),
      readText: (path, maxBytes) => tree.readText(path, maxBytes),
    },
  };
}

/** Runs what is planned; results in registry order. */
async function runPlanned(
  plan: readonly PlannedScanner[],
  world: SharedWorld,
  signal: AbortSignal,
  emit: (event: ScanEvent) => void,
): Promise<readonly ScannerResult[]> {
  for (const planned of plan) if (planned.skip !== null) emit(toEvent(toIdleResult(planned).run));
  const runnable = plan.filter(({ skip }) => skip === null);
  const jobs = runnable.map((planned) => ({ planned, expectedSeconds: planned.scanner.expectedSeconds }));
  const limit = world.request.jobs ?? world.machine.parallelism ?? DEFAULT_PARALLELISM;
  const results = await runLongestFirst(jobs, limit, async ({ planned }) =>
    signal.aborted ? toIdleResult(planned) : runScanner(planned, world, signal, emit),
  );
  const byId = new Map(results.map((result) => [result.run.scanner, result]));
  return plan.map((planned) => byId.get(planned.scanner.id) ?? toIdleResult(planned));
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

async function readWalkNotices(watched: ReturnType<typeof watchTree>, signal: AbortSignal): Promise<readonly string[]> {
  if (!watched.wasWalked() || signal.aborted) return [];
  try {
    return describeWalkProblems(await watched.tree.problems());
  } catch (error) {
    return [`the walk of the target did not finish: ${describeError(error)}`];
  }
}

/**
 * Plans, runs and post-processes a scan.
 *
 * A scanner that throws, hangs, ignores its signal or hands back rubbish is an outcome in `ScanResult.scanners`; the rest
 * stands. After `signal` aborts the promise settles within two seconds with status `cancelled` and what was finished.
 * Equal reports of the scanners give equal results, whatever order they end in.
 * @throws SecureScanError E_ARGUMENT when the request names a scanner that does not exist
 */
export async function runScan(request: ScanRequest, dependencies: RunDependencies): Promise<ScanResult> {
  const { machine, scanners, signal, onEvent } = dependencies;
  const startedAt = machine.clock.now().toISOString();
  const startedMs = machine.clock.monotonicMs();
  const log = machine.log.child({ scanId: request.scanId });
  const emit = (event: ScanEvent) => {
    try {
      onEvent?.(event);
    } catch (error) {
      log.error({ event: event.type, error: describeError(error) }, 'event listener failed');
    }
  };
  const selected = selectScanners(request, scanners);
  emit({
    type: 'scan.start',
    target: request.target.display,
    scannerCount: selected.length,
    scanTypes: request.scanTypes,
  });

  const plan = await planScan(request, { machine, scanners, signal });
  const fileChecks = plan.flatMap(({ scanner, skip }) =>
    skip === null && scanner.fileCheck ? [scanner.fileCheck.id] : [],
  );
  const opened = machine.openTree(request.target, { fileChecks, exclude: request.settings.exclude, signal });
  const watched = watchTree(opened);
  const world: SharedWorld = { request, machine, tree: watched.tree, git: machine.openGit(request.target) };
  const today = startedAt.slice(0, 10);
  const ignores = resolveIgnores(request.settings.ignoredRules, today);
  let results: readonly ScannerResult[];
  let output: PipelineOutput;
  let walkNotices: readonly string[];
  try {
    results = await runPlanned(plan, world, signal, emit);
    walkNotices = await readWalkNotices(watched, signal);
    output = await postProcess(results, world, ignores, today);
  } finally {
    await opened[Symbol.asyncDispose]();
  }

  const runs: readonly ScannerRun[] = results.map(({ run }) => run);
  const verdict = judge(runs, signal.aborted && !runs.some(({ outcome }) => outcome.status === 'completed'));
  const { kept, notices: droppedNotices } = keepChosen(output.findings, request.onlyPaths);
  const summary = kept === output.findings ? output.summary : summarise(kept);
  const durationMs = machine.clock.monotonicMs() - startedMs;
  if (verdict.status === 'cancelled') emit({ type: 'scan.cancelled', durationMs });
  else if (verdict.failure !== undefined) emit({ type: 'scan.failed', durationMs, ...verdict.failure });
  else
    emit({
      type: 'scan.complete',
      durationMs,
      scannerCount: runs.filter(({ outcome }) => outcome.status === 'completed').length,
      findingsCount: summary.total,
      riskScore: summary.riskScore,
    });
  return {
    scanId: request.scanId,
    target: { kind: request.target.kind, display: request.target.display },
    scanTypes: request.scanTypes,
    ...verdict,
    startedAt,
    completedAt: machine.clock.now().toISOString(),
    findings: kept,
    summary,
    scanners: runs,
    notices: [...walkNotices, ...ignores.notices, ...output.notices, ...droppedNotices],
    overridesApplied: output.overridesApplied,
    configPath: request.configPath,
    aiSummary: null,
  };
}
