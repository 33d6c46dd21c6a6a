import { dirname } from 'node:path';
import { runScan } from '@securescan/core';
import type { Machine } from '@securescan/core';
import type { ScanResult, ScanType, SeverityThreshold, Target } from '@securescan/model';
import { renderers } from '@securescan/renderers';
import type { Renderer, Rendering } from '@securescan/renderers';
import { scannerList } from '@securescan/scanners';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openProgress } from '../progress/progress.ts';
import { enrichScan, findAi } from './ai.ts';
import { readBaselineIndex } from './baseline-file.ts';
import { readBom } from './bom.ts';
import { coverCompliance } from './compliance.ts';
import { checkCompleteness, checkGates, describeSuppressed, tellNotes } from './conclude.ts';
import { withContentId } from './content-id.ts';
import type { Project } from './project.ts';
import { toRenderOptions } from './render-options.ts';
import type { WebPlace } from './render-options.ts';
import { isReportOnScreen, writeReports } from './reports.ts';
import type { ReportPlan } from './reports.ts';
import { saveScan } from './save.ts';
import type { ScanChoices } from './scan-choices.ts';
import { toScanRequest } from './scan-request.ts';

/** Options of `scan`, checked. */
export interface ScanOptions {
  readonly target: string;
  readonly choices: ScanChoices;
  /** null: as the configuration has it. */
  readonly gate: SeverityThreshold | null;
  readonly count: number | null;
  readonly plans: readonly ReportPlan[];
  readonly place: WebPlace;
  /** Run by a hook runner. */
  readonly hook: boolean;
  /** null: as the surroundings have it. */
  readonly save: boolean | null;
}

/** What one scan looks at. */
export interface ScanWork {
  readonly target: Target;
  readonly project: Project;
  readonly scanTypes: readonly ScanType[];
  /** Only these paths, or null for all. */
  readonly onlyPaths: ReadonlySet<string> | null;
  /** False for scans that see a part of the target only. */
  readonly canSave: boolean;
  /** Gate when neither flag nor configuration sets one. */
  readonly standardGate?: SeverityThreshold;
  /** What the configuration is called in messages, when not by its path. */
  readonly configName?: string;
}

/** Where the search for a configuration begins. */
export function findSearchStart(target: Target, cwd: string): string {
  if (target.kind === 'directory') return target.path;
  return target.kind === 'file' ? dirname(target.path) : cwd;
}

/** Scans, writes the reports, saves, and decides the exit status. The report is written before a gate decides. */
export async function scanAndReport(work: ScanWork, options: ScanOptions, machine: Machine, io: Io): Promise<ExitCode> {
  const { choices } = options;
  const { project } = work;
  const gate = options.gate ?? project.config.failOnSeverity ?? work.standardGate ?? 'none';
  const say = choices.quiet ? () => Promise.resolve() : (line: string) => tell(io, line);
  const baseline = await readBaselineIndex(choices, project, io);
  await say(`Scanning ${work.target.display} (${work.scanTypes.join(', ')})`);
  if (project.path !== null) await say(`loaded config from ${work.configName ?? project.path}`);

  const ai = await findAi('scan', project.config.ai, choices, machine, io);
  const scanned = await scanWithProgress(work, baseline, options, machine, io);
  const result = await enrichScan(scanned, ai, choices, io);
  await tellResult(result, options, say, io);
  await writeReports(options.plans, (plan) => renderPlan(plan, result, work, gate, options, machine, io), io);
  if (result.status === 'cancelled') {
    await tell(io, 'scan: interrupted; what was found until then is reported');
    return EXIT.interrupted;
  }
  if (work.canSave) await saveScan(result, work.target, options.save, io);
  const isHit = await checkGates(result.findings, { severity: gate, count: options.count }, 'finding', io);
  const completeness = await checkCompleteness(result.scanners, work.scanTypes, choices, 'scan', io);
  return isHit ? EXIT.gate : completeness;
}

async function scanWithProgress(
  work: ScanWork,
  baseline: Awaited<ReturnType<typeof readBaselineIndex>>,
  { choices, plans }: ScanOptions,
  machine: Machine,
  io: Io,
): Promise<ScanResult> {
  const reasons = !isReportOnScreen(plans, io);
  const progress = openProgress(io, { quiet: choices.quiet, clock: machine.clock, reasons });
  const { target, project, scanTypes, onlyPaths } = work;
  const subject = { target, project, scanTypes, baseline, ...(onlyPaths === null ? {} : { onlyPaths }) };
  try {
    return await runScan(toScanRequest(subject, choices, io), {
      machine,
      scanners: scannerList,
      signal: io.signal,
      onEvent: progress.watch(),
    });
  } finally {
    await progress.close();
  }
}

async function tellResult(
  result: ScanResult,
  { choices, plans }: ScanOptions,
  say: (line: string) => Promise<void>,
  io: Io,
): Promise<void> {
  if (!isReportOnScreen(plans, io)) {
    if (!choices.quiet) await tellNotes(result.scanners, choices.verbose, io);
    for (const notice of result.notices) await say(`note: ${notice}`);
    const suppressed = describeSuppressed(result.summary.suppressed);
    if (suppressed !== null) await say(suppressed);
  }
  if (result.overridesApplied > 0) await say(`Applied ${result.overridesApplied} severity override(s) from config`);
}

async function renderPlan(
  plan: ReportPlan,
  result: ScanResult,
  work: ScanWork,
  gate: SeverityThreshold,
  { choices, place }: ScanOptions,
  machine: Machine,
  io: Io,
): Promise<Rendering> {
  const renderer: Renderer = renderers[plan.format as keyof typeof renderers];
  const rendering = toRenderOptions(plan, { gate, place, choices, clock: machine.clock }, io);
  if (renderer.renderBom !== undefined) {
    return renderer.renderBom(await readBom(work.target, machine, choices.exclude, io), rendering);
  }
  if (renderer.renderScan === undefined) throw new Error(`${plan.format} cannot show a scan`);
  const compliance = plan.format.startsWith('report-') ? { compliance: coverCompliance(result) } : {};
  return renderer.renderScan(withContentId(result), { ...rendering, ...compliance });
}
