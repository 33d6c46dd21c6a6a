import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareCodePoints, describeError, SecureScanError } from '@securescan/model';
import { loadControls, selectControls } from '@securescan/waf';
import type { ConfigurationFile, Control, ControlProblem, Pillar } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { parseChoice, splitLists } from '../choices.ts';
import { toShownPath } from '../inside.ts';
import { parsePillars } from './pillars.ts';

const STATUSES = ['active', 'draft', 'deprecated'] as const;

export interface LoadedControls {
  readonly controls: readonly Control[];
  /** Where they come from, for people. */
  readonly from: string;
  /** What was left out, in sentences. */
  readonly notices: readonly string[];
}

/**
 * The controls that the options name: folders, a server, or else the built-in catalogue.
 * @throws SecureScanError E_CONFIG_INVALID with a line per mistake, E_CONFIG_NOT_FOUND when nothing is left
 */
export async function openControls(args: ParsedArguments, io: Io): Promise<LoadedControls> {
  const pillars = parsePillars(args.list('pillar'));
  const ids = splitLists(args.list('controls'));
  const statuses = splitLists(args.list('status')).map((word) => parseChoice('--status', word, STATUSES));
  const source = await readSource(args, io);
  const { controls, problems } = loadControls(source.files, {
    lenient: args.has('lenient'),
    ...(statuses.length === 0 ? {} : { statuses }),
  });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new SecureScanError('E_CONFIG_INVALID', describeErrors(errors));
  const warnings = problems.map((problem) => describeProblem(problem));
  const chosen = selectControls(controls, { pillars, ids });
  if (chosen.length === 0) throw nothingLeft(source.from, pillars, ids);
  return { controls: chosen, from: source.from, notices: warnings };
}

/** `controls/WAF-SEC-010.yml:12:3: error: …`. */
export function describeProblem({ severity, file, line, column, message }: ControlProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message}`;
}

function describeErrors(errors: readonly ControlProblem[]): string {
  const advice = `${errors.length} mistake(s) in control files; mend them, or leave these controls out with --lenient`;
  return [...errors.map((error) => describeProblem(error)), advice].join('\n');
}

function nothingLeft(from: string, pillars: readonly Pillar[], ids: readonly string[]): SecureScanError {
  const wish = [
    ...(pillars.length === 0 ? [] : [`pillar ${pillars.join(', ')}`]),
    ...(ids.length === 0 ? [] : [`id ${ids.join(', ')}`]),
  ].join(' and ');
  return new SecureScanError(
    'E_CONFIG_NOT_FOUND',
    `no controls found in ${from}${wish === '' ? '' : ` for ${wish}`}; see securescan waf controls list`,
  );
}

interface Source {
  readonly files: readonly ConfigurationFile[];
  readonly from: string;
}

async function readSource(args: ParsedArguments, io: Io): Promise<Source> {
  const given = splitLists(args.list('controls-dir'));
  if (given.length > 0) return readFolders(given, io);
  const url = args.find('controls-from') ?? args.find('server-url') ?? io.env.get('WAFPASS_CONTROLS_URL');
  if (url !== undefined) {
    const { fetchControls } = await import('./server-controls.ts');
    return { files: await fetchControls(url, args, io), from: URL.parse(url)?.origin ?? url };
  }
  const configured = io.env.get('WAFPASS_CONTROLS_DIR');
  if (configured !== undefined) return readFolders(splitLists([configured]), io);
  if (args.has('wafpass') && isFolder(join(io.cwd, 'controls'))) return readFolders(['controls'], io);
  const { readCatalogueFiles } = await import('@securescan/waf-catalogue');
  return { files: readCatalogueFiles(), from: 'the built-in catalogue' };
}

function readFolders(folders: readonly string[], io: Io): Source {
  const files = folders.flatMap((folder) => {
    const found = readControlFiles(resolve(io.cwd, folder), io.cwd);
    if (found.length === 0) {
      throw new SecureScanError('E_CONFIG_NOT_FOUND', `no control files (*.yml, *.yaml) found in: ${folder}`);
    }
    return found;
  });
  return { files, from: folders.join(', ') };
}

/**
 * The control files of a folder, not of those below it: `*.yml`, then `*.yaml`, each in byte order; or the one file.
 * @throws SecureScanError E_CONFIG_UNREADABLE
 */
export function readControlFiles(absolute: string, cwd: string): readonly ConfigurationFile[] {
  const read = (path: string): ConfigurationFile => ({
    path: toShownPath(cwd, path),
    text: readFileSync(path, 'utf8'),
  });
  try {
    const found = statSync(absolute, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (found.isFile()) return [read(absolute)];
    const names = readdirSync(absolute).toSorted(compareCodePoints);
    return ['.yml', '.yaml'].flatMap((ending) =>
      names
        .filter((name) => name.endsWith(ending) && statSync(join(absolute, name), { throwIfNoEntry: false })?.isFile())
        .map((name) => read(join(absolute, name))),
    );
  } catch (error) {
    throw new SecureScanError('E_CONFIG_UNREADABLE', `cannot read controls: ${describeError(error)}`, { cause: error });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
