import { readFile, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseBaseline, relativePath, renderBaseline, runScan, updateBaseline } from '@securescan/core';
import type { Baseline, BaselineContent, BaselineEntry, Machine } from '@securescan/core';
import { createClock, resolveTarget, writeFileAtomic } from '@securescan/host';
import { SecureScanError, describeError } from '@securescan/model';
import type { Finding, ScanResult, Target } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openProgress } from '../progress/progress.ts';
import { CHANGE_TYPES } from './change-options.ts';
import { checkCompleteness, tellNotes } from './conclude.ts';
import { countNoun } from './gates.ts';
import { checkJail, openMachine } from './open-machine.ts';
import { checkOutputPlace } from './output-place.ts';
import { loadProject, toAbsolute } from './project.ts';
import { findSearchStart } from './scan-and-report.ts';
import { checkExclusive, parseScanChoices } from './scan-choices.ts';
import type { ScanChoices } from './scan-choices.ts';
import { chooseScanTypes, toScanRequest } from './scan-request.ts';

const DEFAULT_FILE = '.securescan/baseline.json';

type Mode = 'write' | 'update' | 'prune';

/** Writes the current findings as a baseline, or brings an older one up to date. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const choices = parseScanChoices(args, io);
  checkExclusive(args, 'update', 'prune');
  const mode: Mode = args.has('update') ? 'update' : args.has('prune') ? 'prune' : 'write';
  createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  const display = args.find('output-file') ?? DEFAULT_FILE;
  const file = resolve(io.cwd, display);
  await checkOutputPlace({ path: file, display });
  const target = await resolveTarget(args.positionals[0] ?? '.', { cwd: io.cwd, scanTypes: choices.types });
  const older = mode === 'write' ? null : await readOlder(file, display, mode);
  await checkJail(io, choices);
  await using machine = openMachine(io, choices);
  const result = await scanRaw(target, choices, machine, io);
  if (result.status === 'cancelled') throw new SecureScanError('E_CANCELLED', `interrupted; ${display} is as it was`);
  if (!choices.quiet) await tellNotes(result.scanners, choices.verbose, io);
  const completeness = await checkCompleteness(result.scanners, result.scanTypes, choices, 'baseline', io);
  if (completeness !== EXIT.ok) return completeness;
  const content = await toContent(result, target, file, older, mode);
  const text = older === null ? renderBaseline(content) : await renderUpdate(older, content, io);
  await writeFileAtomic(file, text);
  await tell(
    io,
    `Wrote baseline to ${display} (${countNoun(content.findings.length, 'finding')}, ${Buffer.byteLength(text)} bytes)`,
  );
  return EXIT.ok;
}

async function readOlder(file: string, display: string, mode: Mode): Promise<Baseline | null> {
  try {
    return parseBaseline(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new SecureScanError('E_BASELINE_INVALID', `failed to load baseline: ${display}: ${describeError(error)}`, {
        cause: error,
      });
    }
    if (mode === 'update') return null;
    throw new SecureScanError(
      'E_BASELINE_NOT_FOUND',
      `baseline file not found: ${display}; securescan baseline writes one`,
      { cause: error },
    );
  }
}

async function scanRaw(target: Target, choices: ScanChoices, machine: Machine, io: Io): Promise<ScanResult> {
  const project = await loadProject(
    findSearchStart(target, io.cwd),
    toAbsolute(io.cwd, choices.configFile),
    machine.clock,
  );
  const scanTypes = chooseScanTypes(choices, project, CHANGE_TYPES);
  const progress = openProgress(io, { quiet: choices.quiet, clock: machine.clock });
  try {
    return await runScan(toScanRequest({ target, project, scanTypes, baseline: null, raw: true }, choices, io), {
      machine,
      scanners: scannerList,
      signal: io.signal,
      onEvent: progress.watch(),
    });
  } finally {
    await progress.close();
  }
}

/**
 * What the new file holds. Entries of scanners that did not look this time stay: nothing can be said of them. Pruning takes
 * nothing in.
 */
async function toContent(
  result: ScanResult,
  target: Target,
  file: string,
  older: Baseline | null,
  mode: Mode,
): Promise<BaselineContent> {
  const completed = result.scanners.filter(({ outcome }) => outcome.status === 'completed');
  const looked = new Set(completed.map(({ scanner }) => scanner));
  const kept = (older?.entries ?? []).flatMap(({ finding, count }) =>
    finding === null || looked.has(finding.scanner)
      ? []
      : Array.from({ length: Math.min(count, 10_000) }, () => finding),
  );
  const known = new Set<string>(older?.entries.map(({ fingerprint }) => fingerprint));
  const found =
    mode === 'prune' ? result.findings.filter(({ fingerprint }) => known.has(fingerprint)) : result.findings;
  return {
    findings: [...found, ...kept],
    scanTypes: [...new Set([...result.scanTypes, ...kept.map(({ scanType }) => scanType)])],
    targetPath: await toTargetPath(target, file),
    scanners: {
      ...(older?.scanners === null ? {} : pick(older?.scanners ?? {}, kept)),
      ...Object.fromEntries(completed.map(({ scanner, version }) => [scanner, version])),
    },
  };
}

function pick(scanners: Readonly<Record<string, string | null>>, findings: readonly Finding[]) {
  const wanted = new Set(findings.map(({ scanner }) => scanner));
  return Object.fromEntries(Object.entries(scanners).filter(([scanner]) => wanted.has(scanner)));
}

/** Target as seen from the file's directory; what the user typed for a URL or a host. */
async function toTargetPath(target: Target, file: string): Promise<string> {
  if (target.kind === 'url' || target.kind === 'host') return target.display;
  // The target's path has its links resolved; the file's directory may not exist yet.
  const directory = await realpath(dirname(file)).catch(() => dirname(file));
  return relativePath(directory, target.path);
}

async function renderUpdate(older: Baseline, content: BaselineContent, io: Io): Promise<string> {
  const update = updateBaseline(older, content);
  for (const finding of update.added) await tell(io, `  added: ${describe(finding)}`);
  for (const entry of update.removed) await tell(io, `  removed: ${describeEntry(entry)}`);
  if (update.added.length + update.removed.length === 0) await tell(io, '  nothing to add, nothing to remove');
  return update.text;
}

function describeEntry({ finding, fingerprint }: BaselineEntry): string {
  return finding === null ? fingerprint : describe(finding);
}

function describe({ severity, scanner, filePath, lineStart, title }: Finding): string {
  const place = filePath === null ? '' : ` ${filePath}${lineStart === null ? '' : `:${lineStart}`}`;
  return `[${severity.toUpperCase()}] ${scanner}${place} ${title}`;
}
