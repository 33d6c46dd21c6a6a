import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { classifyChanges, collectSourceFacts, parseSnapshot, reapplyPipeline, resolveIgnores } from '@securescan/core';
import type { BaselineIndex, Machine, PipelineOutput, PipelineSettings } from '@securescan/core';
import { findRepositoryRoot, resolveRef, resolveTarget } from '@securescan/host';
import { SecureScanError, describeError } from '@securescan/model';
import type { Finding, Target } from '@securescan/model';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { readBaselineIndex } from './baseline-file.ts';
import type { ChangeOptions } from './change-options.ts';
import { openMachine } from './open-machine.ts';
import { loadProject, toAbsolute } from './project.ts';
import type { Project } from './project.ts';
import { checkChangeGate, reportChange } from './report-change.ts';
import { isReportOnScreen } from './reports.ts';
import { prepareReview } from './review.ts';
import { findSearchStart } from './scan-and-report.ts';

interface SnapshotFiles {
  readonly baseFile: string;
  readonly headFile: string;
}

/**
 * Compares two earlier scans. Overrides and suppression are applied again, so that a newer configuration takes effect.
 * Ignore comments are read for the newer side, whose files may be on disk; for the older one its stamps are trusted.
 */
export async function diffSnapshots(files: SnapshotFiles, options: ChangeOptions, io: Io): Promise<ExitCode> {
  const [base, head] = [await readSnapshot(files.baseFile, io), await readSnapshot(files.headFile, io)];
  await using machine = openMachine(io);
  const target = await resolveTarget(options.target, { cwd: io.cwd, scanTypes: [] });
  const start = findSearchStart(target, io.cwd);
  const review = await prepareReview(options, start, { headSha: null, baseSha: await findBaseSha(start, io) }, io);
  const project = await loadProject(start, toAbsolute(io.cwd, options.choices.configFile), machine.clock);
  if (project.path !== null && !options.choices.quiet) await tell(io, `diff: loaded config from ${project.path}`);
  const baseline = await readBaselineIndex(options.choices, project, io);

  const older = reapply(base, project, baseline, new Map(), options, machine);
  const sources = await readSources(head, target, machine, io);
  const newer = reapply(head, project, baseline, sources, options, machine);
  await tellSuppressed(older, newer, options, io);
  const report = {
    mode: 'diff',
    ...classifyChanges(older.findings, newer.findings),
    base: files.baseFile,
    head: files.headFile,
    baseSha: options.baseSha,
    headSha: options.place.sha,
    scanners: [],
    notices: newer.notices,
  } as const;
  const gate = options.gate ?? project.config.failOnSeverity ?? 'none';
  await reportChange(report, options, { gate, review, clock: machine.clock }, io);
  return (await checkChangeGate(report, gate, io)) ? EXIT.gate : EXIT.ok;
}

async function readSnapshot(file: string, io: Io): Promise<readonly Finding[]> {
  try {
    const { findings, notes } = parseSnapshot(await readFile(resolve(io.cwd, file), 'utf8'));
    for (const note of notes) await tell(io, `diff: warning: ${file}: ${note}`);
    return findings;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isMissing ? 'no such file' : describeError(error);
    throw new SecureScanError('E_SNAPSHOT_INVALID', `failed to load snapshot: ${file}: ${why}`, { cause: error });
  }
}

/** Commit of `GITHUB_BASE_REF`, the name of the branch a pull request goes to; null when it cannot be told. */
async function findBaseSha(directory: string, io: Io): Promise<string | null> {
  const ref = io.env.get('GITHUB_BASE_REF');
  if (ref === undefined || (await findRepositoryRoot(directory)) === null) return null;
  for (const name of [`origin/${ref}`, ref]) {
    const sha = await resolveRef(directory, name, { signal: io.signal }).catch(() => null);
    if (sha !== null) return sha;
  }
  return null;
}

function reapply(
  findings: readonly Finding[],
  project: Project,
  baseline: BaselineIndex | null,
  sources: PipelineSettings['sources'],
  { choices }: ChangeOptions,
  machine: Machine,
): PipelineOutput {
  const today = machine.clock.now().toISOString().slice(0, 10);
  const { ignoredRules, scopedIgnores } = resolveIgnores(project.config.ignoredRules, today);
  return reapplyPipeline(findings, {
    scanId: '',
    root: null,
    severityOverrides: project.config.severityOverrides,
    ignoredRules,
    scopedIgnores,
    baseline,
    noSuppress: choices.noSuppress,
    sources,
    today,
  });
}

async function readSources(
  findings: readonly Finding[],
  target: Target,
  machine: Machine,
  io: Io,
): Promise<PipelineSettings['sources']> {
  if (target.kind !== 'directory' && target.kind !== 'file') return new Map();
  await using tree = machine.openTree(target, { fileChecks: [], exclude: [], signal: io.signal });
  return await collectSourceFacts(findings, (path) => tree.readText(path).catch(() => null));
}

async function tellSuppressed(
  older: PipelineOutput,
  newer: PipelineOutput,
  { choices, plans }: ChangeOptions,
  io: Io,
): Promise<void> {
  const count = ({ suppressed }: PipelineOutput) => suppressed.inline + suppressed.config + suppressed.baseline;
  const [base, head] = [count(older), count(newer)];
  if (base + head > 0 && !choices.quiet && !isReportOnScreen(plans, io)) {
    await tell(io, `diff: suppressed ${base} base / ${head} head finding(s) (inline + config + baseline)`);
  }
}
