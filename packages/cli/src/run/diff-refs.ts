import { availableParallelism } from 'node:os';
import { mkdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { classifyChanges, runScan } from '@securescan/core';
import type { BaselineIndex, Machine } from '@securescan/core';
import {
  findConfigFile,
  findMergeBase,
  findRepositoryRoot,
  openRevision,
  resolveRef,
  resolveTarget,
} from '@securescan/host';
import type { Revision } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { ScanResult } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openProgress } from '../progress/progress.ts';
import { advise, findAi } from './ai.ts';
import { readBaselineIndex, toIndex } from './baseline-file.ts';
import { CHANGE_TYPES } from './change-options.ts';
import type { ChangeOptions } from './change-options.ts';
import { checkCompleteness, tellSideNotes } from './conclude.ts';
import { isInside } from './inside.ts';
import { checkJail, defaultJobs, openMachine } from './open-machine.ts';
import { toAbsolute } from './project.ts';
import type { Project } from './project.ts';
import { checkChangeGate, reportChange } from './report-change.ts';
import { isReportOnScreen } from './reports.ts';
import { prepareReview } from './review.ts';
import { loadProjectWithin } from './revision-project.ts';
import { chooseScanTypes, toScanRequest } from './scan-request.ts';

interface Refs {
  readonly baseRef: string;
  readonly headRef: string;
}

/** Commits of both sides; `fork` is where head left base, and is what is compared with. */
interface Commits {
  readonly top: string;
  /** Target relative to the top level. */
  readonly subdirectory: string;
  readonly base: string;
  readonly fork: string;
  readonly head: string;
}

/**
 * Scans both sides of a change in temporary trees made from git's objects and compares them. Configuration and baseline of
 * the older side decide for both, so that a change cannot silence its own findings.
 */
export async function diffRefs(refs: Refs, options: ChangeOptions, io: Io): Promise<ExitCode> {
  const { choices } = options;
  const say = choices.quiet ? () => Promise.resolve() : (line: string) => tell(io, line);
  const commits = await resolveCommits(refs, options, io, say);
  await say(`diff: comparing ${describeBase(refs, commits)} with ${refs.headRef} (${commits.head.slice(0, 7)})`);
  const review = await prepareReview(options, commits.top, { headSha: commits.head, baseSha: commits.base }, io);
  await checkJail(io, choices);
  await using machine = openMachine(io, choices);
  const git = { signal: io.signal };
  await using baseTree = await openRevision(commits.top, commits.fork, git);
  await using headTree = await openRevision(commits.top, commits.head, git);
  const project = await loadBaseProject(baseTree, commits, options, machine, io);
  await tellProject(project, baseTree, headTree, { ...refs, subdirectory: commits.subdirectory }, say);
  const baseline = await readBaseBaseline(project, baseTree, commits, options, io);
  const ai = await findAi('diff', project.config.ai, choices, machine, io);

  const [older, newer] = await scanBoth([baseTree, headTree], { commits, project, baseline }, options, machine, io);
  if (older.status === 'cancelled' || newer.status === 'cancelled') {
    throw new SecureScanError(
      'E_CANCELLED',
      'interrupted; nothing is compared, since the sides were not scanned whole',
    );
  }
  const onScreen = isReportOnScreen(options.plans, io);
  if (!choices.quiet) await tellSideNotes(older.scanners, newer.scanners, { verbose: choices.verbose, onScreen }, io);
  if (!onScreen) await tellSuppressed(older, newer, say);
  const changes = classifyChanges(older.findings, newer.findings, { older: older.scanners, newer: newer.scanners });
  const advised = ai === null ? changes.added : (await advise(changes.added, newer.summary, ai, choices, io)).findings;
  const report = {
    mode: 'diff',
    ...changes,
    added: advised,
    base: refs.baseRef,
    head: refs.headRef,
    baseSha: commits.fork,
    headSha: commits.head,
    scanners: newer.scanners,
    notices: newer.notices,
  } as const;
  const gate = options.gate ?? project.config.failOnSeverity ?? 'none';
  await reportChange(report, options, { gate, review, clock: machine.clock }, io);
  const isHit = await checkChangeGate(report, gate, io);
  if (changes.notComparable.length > 0) {
    await tell(
      io,
      `diff: warning: ${changes.notComparable.length} finding(s) left out, since their scanner did not complete on both sides`,
    );
  }
  const types = newer.scanTypes;
  const completeness = await checkCompleteness(newer.scanners, types, choices, 'diff', io);
  return isHit ? EXIT.gate : completeness;
}

/** `main (1234567)`; what head left it at when it has moved on since. */
function describeBase({ baseRef, headRef }: Refs, { base, fork }: Commits): string {
  const name = `${baseRef} (${fork.slice(0, 7)}`;
  return base === fork ? `${name})` : `${name}, where ${headRef} left it)`;
}

async function resolveCommits(
  refs: Refs,
  options: ChangeOptions,
  io: Io,
  say: (line: string) => Promise<void>,
): Promise<Commits> {
  const target = await resolveTarget(options.target, { cwd: io.cwd, scanTypes: [] });
  if (target.kind !== 'directory') {
    throw new SecureScanError(
      'E_TARGET_KIND',
      `${options.target} is a ${target.kind}; refs are compared in a directory`,
    );
  }
  const top = await findRepositoryRoot(target.path);
  if (top === null) {
    throw new SecureScanError('E_NOT_A_REPOSITORY', `${target.path} is not inside a git working tree`);
  }
  const git = { signal: io.signal };
  const base = await resolveRef(top, refs.baseRef, git);
  const head = await resolveRef(top, refs.headRef, git);
  const fork = await findMergeBase(top, base, head, git);
  if (fork === null) {
    await say(
      `diff: warning: ${refs.baseRef} and ${refs.headRef} have no common commit here; comparing with ${refs.baseRef} itself (in a shallow clone, git fetch --unshallow mends it)`,
    );
  }
  return { top, subdirectory: relative(top, target.path), base, fork: fork ?? base, head };
}

function loadBaseProject(
  tree: Revision,
  { subdirectory }: Commits,
  { choices }: ChangeOptions,
  machine: Machine,
  io: Io,
): Promise<Project> {
  const explicit = toAbsolute(io.cwd, choices.configFile);
  return loadProjectWithin(tree.path, join(tree.path, subdirectory), explicit, machine.clock);
}

/** Says which configuration holds, and when the change edits the file. */
async function tellProject(
  project: Project,
  base: Revision,
  head: Revision,
  { subdirectory, ...refs }: Refs & Pick<Commits, 'subdirectory'>,
  say: (line: string) => Promise<void>,
): Promise<void> {
  for (const note of new Set([...base.notes, ...head.notes])) await say(`diff: note: ${note}`);
  if (project.path === null) {
    const added = await findConfigFile(join(head.path, subdirectory));
    if (added === null || !isInside(head.path, added)) return;
    const name = relative(head.path, added);
    return say(`diff: note: this change adds ${name}; it decides once ${refs.baseRef} has it`);
  }
  if (!isInside(base.path, project.path)) {
    await say(`diff: loaded config from ${project.path}`);
    return;
  }
  const name = relative(base.path, project.path);
  await say(`diff: loaded config from ${name} of ${refs.baseRef} (${base.sha.slice(0, 7)})`);
  await tellEdited(name, base, head, refs, say);
}

async function tellEdited(
  name: string,
  base: Revision,
  head: Revision,
  refs: Refs,
  say: (line: string) => Promise<void>,
): Promise<void> {
  const read = (tree: Revision) => readFile(join(tree.path, name)).catch(() => Buffer.alloc(0));
  if ((await read(base)).equals(await read(head))) return;
  await say(`diff: note: this change edits ${name}; the version of ${refs.baseRef} decides`);
}

/** The baseline as the older side has it; a file outside the repository, or one that git does not know, as it is on disk. */
async function readBaseBaseline(
  project: Project,
  base: Revision,
  commits: Commits,
  options: ChangeOptions,
  io: Io,
): Promise<BaselineIndex | null> {
  const { baselineFile, noSuppress } = options.choices;
  if (baselineFile === null || noSuppress) return readBaselineIndex(options.choices, project, io);
  const path = resolve(io.cwd, baselineFile);
  const committed = isInside(commits.top, path) ? join(base.path, relative(commits.top, path)) : null;
  const text = committed === null ? null : await readFile(committed, 'utf8').catch(() => null);
  return text === null ? readBaselineIndex(options.choices, project, io) : toIndex(text, baselineFile);
}

async function scanBoth(
  trees: readonly [Revision, Revision],
  work: { readonly commits: Commits; readonly project: Project; readonly baseline: BaselineIndex | null },
  options: ChangeOptions,
  machine: Machine,
  io: Io,
): Promise<readonly [ScanResult, ScanResult]> {
  const { choices } = options;
  const reasons = !isReportOnScreen(options.plans, io);
  const progress = openProgress(io, { quiet: choices.quiet, clock: machine.clock, reasons });
  const jobs = choices.jobs ?? defaultJobs();
  const sideBySide = availableParallelism() >= 4 && jobs >= 4;
  const scan = async (tree: Revision, side: string) => {
    const path = join(tree.path, work.commits.subdirectory);
    // A directory that only one side has is empty on the other.
    await mkdir(path, { recursive: true });
    const { project, baseline } = work;
    const scanTypes = chooseScanTypes(choices, project, CHANGE_TYPES);
    const target = { kind: 'directory', path, root: tree.path, display: options.target } as const;
    const request = toScanRequest({ target, project, scanTypes, baseline }, choices, io);
    return runScan(
      { ...request, jobs: sideBySide ? Math.floor(jobs / 2) : jobs },
      { machine, scanners: scannerList, signal: io.signal, onEvent: progress.watch(side) },
    );
  };
  try {
    const [base, head] = trees;
    if (sideBySide) return await Promise.all([scan(base, 'base'), scan(head, 'head')]);
    return [await scan(base, 'base'), await scan(head, 'head')];
  } finally {
    await progress.close();
  }
}

async function tellSuppressed(
  older: ScanResult,
  newer: ScanResult,
  say: (line: string) => Promise<void>,
): Promise<void> {
  const count = ({ summary: { suppressed } }: ScanResult) =>
    suppressed.inline + suppressed.config + suppressed.baseline;
  const [base, head] = [count(older), count(newer)];
  if (base + head > 0)
    await say(`diff: suppressed ${base} base / ${head} head finding(s) (inline + config + baseline)`);
}
