import { dirname } from 'node:path';
import { realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { BaselineIndex, Machine, ScanRequest } from '@securescan/core';
import { createGroq, enrichFindings, runScan, selectScanners, toScanSettings } from '@securescan/core';
import { loadProject, readProjectBaseline } from '@securescan/host';
import type { Project } from '@securescan/host';
import type { ScanResult, Target } from '@securescan/model';
import { describeError, ScanType } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ScanEnd, ScannerRecord, ScanRecord, Store } from '@securescan/store';
import { holdsFence } from '@securescan/store';
import { CANCELLED_BY_USER, concludeScan, toEmptyEnd } from './conclude.ts';
import { Journal, LostScan } from './journal.ts';
import { mergeResults, toPosition } from './merge-results.ts';
import type { ScanPart } from './plan-parts.ts';
import { planParts } from './plan-parts.ts';
import type { ScanJob } from './protocol.ts';
import { checkTarget, isInside } from './target-policy.ts';

/** Findings written in one transaction, and the rest in between: longer than others wait between two looks at the lock. */
const CHUNK = 500;
const REST_MS = 15;

export interface PerformContext {
  readonly store: Store;
  readonly machine: Machine;
  readonly newId: () => string;
  /** Aborts when the user cancels. */
  readonly signal: AbortSignal;
  onCommit(hasDeliveries: boolean): void;
}

/**
 * Runs a claimed scan to its end: the same engine, configuration, ignores and baseline as the command's, events and scanner rows
 * as they come, then findings, and last the end in one transaction.
 * @throws LostScan when the scan was ended from outside; other errors when the database stays away
 */
export async function performScan(job: ScanJob, context: PerformContext): Promise<void> {
  const { store, machine } = context;
  const scan = await store.scans.find(job.fence.scanId);
  if (scan === undefined || !holdsFence(scan, job.fence)) throw new LostScan('the scan was ended before it began');
  const lost = new AbortController();
  const signal = AbortSignal.any([context.signal, lost.signal]);
  const journal = new Journal({
    ...context,
    fence: job.fence,
    clock: machine.clock,
    onFailure: () => {
      lost.abort();
    },
  });
  let end: ScanEnd;
  let result: ScanResult | null = null;
  try {
    result = await scanParts(scan, job, { ...context, signal }, journal);
    end = toEnd(result);
  } catch (error) {
    if (error instanceof LostScan) throw error;
    const message = describeError(error);
    end = toEmptyEnd('failed', machine.clock.now().toISOString(), message, true);
  }
  await journal.flush();
  await finish(result, end, journal, context);
}

async function scanParts(
  scan: ScanRecord,
  job: ScanJob,
  context: PerformContext,
  journal: Journal,
): Promise<ScanResult> {
  const { machine, signal } = context;
  const policy = { roots: job.settings.roots, allowPrivate: job.settings.allowPrivateTargets, cwd: '/' };
  // Once more: links and names may lead elsewhere by now.
  await checkTarget({ path: scan.target, url: scan.targetUrl, host: scan.targetHost }, policy);
  const parts = await planParts(
    scan,
    scan.scanTypes.map((type) => ScanType.parse(type)),
  );
  const mayRead = (path: string): Promise<boolean> => isReadable(path, job.settings.roots);
  const project = await loadProject({
    start: findSearchStart(parts[0]?.target, scan.target),
    explicit: null,
    clock: machine.clock,
    scannerIds: scannerList.map(({ id }) => id),
    exists: mayRead,
  });
  const baseline = await readProjectBaseline(project, mayRead);
  const index = baseline.state === 'read' ? baseline.index : null;
  const requests = parts.map((part) => toRequest(part, project, index, job));
  await journal.begin(planScanners(scan.id, requests), {
    target: scan.target,
    scanner_count: requests.reduce((sum, request) => sum + selectScanners(request, scannerList).length, 0),
    scan_types: scan.scanTypes,
  });
  const results: ScanResult[] = [];
  for (const request of requests) {
    results.push(
      await runScan(request, {
        machine,
        scanners: scannerList,
        signal,
        onEvent: (event) => {
          if ('scanner' in event) journal.record(event);
        },
      }),
    );
  }
  const merged = mergeResults(results);
  const missing =
    baseline.state === 'missing' ? [`baseline file not found: ${baseline.name}; nothing is suppressed by it`] : [];
  return enrich({ ...merged, notices: [...missing, ...merged.notices] }, project, job, context);
}

function toRequest(part: ScanPart, project: Project, baseline: BaselineIndex | null, job: ScanJob): ScanRequest {
  const { settings } = job;
  return {
    target: part.target,
    scanTypes: part.scanTypes,
    excludeScanners: [],
    settings: toScanSettings(project.config, project.directory, {
      dastTimeoutMs: settings.dastTimeoutMs,
      nmapExtraArgs: settings.nmapExtraArgs,
      zap: { address: settings.zap.address, apiKey: settings.zap.apiKey ?? '' },
    }),
    baseline,
    noSuppress: false,
    jobs: job.parallelism,
    scannerTimeoutMs: settings.toolTimeoutMs,
    configPath: project.path,
    scanId: job.fence.scanId,
  };
}

/** AI text when there is a key, unless the project does not want it. */
async function enrich(
  result: ScanResult,
  project: Project,
  { aiKey }: ScanJob,
  { machine, signal }: PerformContext,
): Promise<ScanResult> {
  if (aiKey === null || project.config.ai === false || result.status !== 'completed') return result;
  const service = createGroq(machine.http, aiKey);
  const { findings, aiSummary, notices } = await enrichFindings(result.findings, result.summary, service, signal);
  return { ...result, findings, aiSummary, notices: [...result.notices, ...notices] };
}

/** Findings in parts, which nobody sees yet; then everything that makes the end, at once. */
async function finish(
  result: ScanResult | null,
  end: ScanEnd,
  journal: Journal,
  context: PerformContext,
): Promise<void> {
  const { machine, newId } = context;
  // An earlier attempt may have left some.
  while ((await journal.transact(({ scans }, { id }) => scans.removeFindings(id, CHUNK))) > 0) await delay(REST_MS);
  const findings = result?.findings ?? [];
  for (let start = 0; start < findings.length; start += CHUNK) {
    if (start > 0) await delay(REST_MS);
    const chunk = findings.slice(start, start + CHUNK);
    await journal.transact(({ scans }, { id }) => scans.addFindings(id, chunk, start));
  }
  const { deliveries } = await journal.transact(async (repositories, scan) => {
    if (result !== null) await repositories.scans.setScanners(scan.id, toScannerRecords(scan.id, result));
    const at = machine.clock.now().toISOString();
    const wasCancelled = scan.cancelRequested || end.status === 'cancelled';
    const error = wasCancelled ? CANCELLED_BY_USER : end.error;
    return concludeScan(repositories, scan.id, { ...end, error, completedAt: at }, { at, newId });
  });
  context.onCommit(deliveries > 0);
}

function toEnd(result: ScanResult): ScanEnd {
  const { summary, status } = result;
  return {
    status,
    completedAt: result.completedAt,
    partial: result.scanners.some(({ outcome }) => outcome.status === 'failed' || outcome.status === 'cancelled'),
    findingsCount: summary.total,
    severityCounts: summary.counts,
    suppressedCounts: summary.suppressed,
    riskScore: status === 'failed' ? null : summary.riskScore,
    summary: result.aiSummary,
    error: result.failure?.message ?? null,
    notices: result.notices,
    configPath: result.configPath,
  };
}

function planScanners(scanId: string, requests: readonly ScanRequest[]): ScannerRecord[] {
  return requests
    .flatMap((request) => selectScanners(request, scannerList))
    .toSorted((a, b) => toPosition(a.id) - toPosition(b.id))
    .map(({ id, scanType }, position) => ({
      scanId,
      position,
      scanner: id,
      scanType,
      status: 'pending',
      version: null,
      durationMs: null,
      outcome: {},
    }));
}

function toScannerRecords(scanId: string, { scanners }: ScanResult): ScannerRecord[] {
  return scanners.map((run, position) => ({
    scanId,
    position,
    scanner: run.scanner,
    scanType: run.scanType,
    status: run.outcome.status,
    version: run.version,
    durationMs: run.durationMs,
    outcome: { ...run.outcome },
  }));
}

/** Where the search for a configuration begins. */
function findSearchStart(target: Target | undefined, path: string): string {
  if (target?.kind === 'file') return dirname(target.path);
  return target?.kind === 'directory' ? target.path : path;
}

/** A configuration is part of what is scanned; it may not name files that could not be scanned themselves. */
async function isReadable(path: string, roots: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  return real !== null && roots.some((root) => isInside(real, root));
}
