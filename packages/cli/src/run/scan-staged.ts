import { join, relative } from 'node:path';
import { exportIndex, findRepositoryRoot, listStaged, resolveTarget } from '@securescan/host';
import { isManifest } from '@securescan/inventory';
import { SecureScanError } from '@securescan/model';
import type { ScanType } from '@securescan/model';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { isInside } from './inside.ts';
import { checkJail, openMachine } from './open-machine.ts';
import { toAbsolute } from './project.ts';
import { loadProjectWithin } from './revision-project.ts';
import { scanAndReport } from './scan-and-report.ts';
import type { ScanOptions } from './scan-and-report.ts';
import { chooseScanTypes } from './scan-request.ts';

const DEFAULT_TYPES: readonly ScanType[] = ['code'];

/**
 * Scans what will be committed: the staged content of the staged files below the target, from the index, not from the
 * work tree. Nothing is kept in the history. Without a gate in flag or configuration, `high` blocks the commit.
 * @returns null when nothing is staged and a hook runner wants the whole tree (`pre-commit run --all-files`)
 */
export async function scanStaged(options: ScanOptions, io: Io): Promise<ExitCode | null> {
  const target = await resolveTarget(options.target, { cwd: io.cwd, scanTypes: [] });
  const top = target.kind === 'directory' || target.kind === 'file' ? await findRepositoryRoot(target.path) : null;
  if (top === null || !('path' in target)) {
    throw new SecureScanError('E_NOT_A_REPOSITORY', '--staged requires git and a git repository in cwd');
  }
  // The whole repository is meant when a hook says `.` at its top; a narrower target keeps only what lies below it.
  const staged = (await listStaged(top, { signal: io.signal })).filter((path) =>
    isInside(target.path, join(top, path)),
  );
  if (staged.length === 0 && options.hook) {
    await tell(io, 'Nothing is staged; scanning the tree.');
    return null;
  }
  if (staged.length === 0) {
    await io.stdout.write('No staged files; nothing to scan.\n');
    return EXIT.ok;
  }
  await checkJail(io, options.choices);
  await using machine = openMachine(io, options.choices);
  await using tree = await exportIndex(top, { signal: io.signal, include: isManifest });
  for (const note of tree.notes) if (!options.choices.quiet) await tell(io, `note: ${note}`);
  const start = join(tree.path, relative(top, target.kind === 'file' ? join(target.path, '..') : target.path));
  const project = await loadProjectWithin(
    tree.path,
    start,
    toAbsolute(io.cwd, options.choices.configFile),
    machine.clock,
  );
  return await scanAndReport(
    {
      target: { kind: 'directory', path: tree.path, root: tree.path, display: `staged files of ${options.target}` },
      project,
      scanTypes: chooseScanTypes(options.choices, project, DEFAULT_TYPES),
      onlyPaths: new Set(staged),
      canSave: false,
      standardGate: 'high',
      ...(project.path !== null && isInside(tree.path, project.path)
        ? { configName: join(top, relative(tree.path, project.path)) }
        : {}),
    },
    options,
    machine,
    io,
  );
}
