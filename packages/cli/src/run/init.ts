import { lstat, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { writeFileAtomic } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { renderBaseline } from '@securescan/core';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { didYouMean } from '../command/suggest.ts';
import { SCAN_TYPE_WORDS } from '../commands/shared-options.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { detectStack } from '../init/detect-stack.ts';
import type { DetectedStack } from '../init/detect-stack.ts';
import { renderLineDiff } from '../init/line-diff.ts';
import { renderStarterConfig, renderStarterWorkflow } from '../init/starter-files.ts';
import type { StarterChoices } from '../init/starter-files.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';

const THRESHOLDS = ['critical', 'high', 'medium', 'low'] as const;

interface InitOptions {
  readonly directory: string;
  readonly force: boolean;
  readonly prompt: boolean;
  readonly threshold: string | null;
  readonly scanTypes: readonly string[] | null;
  readonly workflow: boolean;
  readonly baseline: boolean;
}

interface StarterFile {
  readonly path: string;
  readonly text: string;
}

/** Thrown when the input ends in the middle of the questions. */
class Aborted extends Error {}

/** Sets a project up. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const options = parseOptions(args, io);
  const root = resolve(io.cwd, options.directory);
  const isDirectory = await lstat(root).then(
    async (stat) => stat.isDirectory() || (stat.isSymbolicLink() && (await isDirectoryLink(root))),
    () => false,
  );
  if (!isDirectory) throw new SecureScanError('E_TARGET_NOT_FOUND', `${options.directory} is not a directory`);
  try {
    return await setUp(root, options, io);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    await tell(io, 'Aborted.');
    return EXIT.gate;
  }
}

async function isDirectoryLink(path: string): Promise<boolean> {
  const { stat } = await import('node:fs/promises');
  return (await stat(path)).isDirectory();
}

function parseOptions(args: ParsedArguments, io: Io): InitOptions {
  const threshold = args.find('threshold');
  const list = args.find('scan-types');
  return {
    directory: args.positionals[0] ?? '.',
    force: args.has('force'),
    prompt: !args.has('no-prompt') && io.stdin.isTty,
    threshold: threshold === undefined ? null : parseThreshold(threshold),
    scanTypes: list === undefined ? null : parseTypeList(list),
    workflow: !args.has('no-workflow'),
    baseline: !args.has('no-baseline'),
  };
}

function parseThreshold(word: string): string {
  const found = THRESHOLDS.find((threshold) => threshold === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new SecureScanError(
    'E_ARGUMENT',
    `invalid --threshold '${word}'. Valid: ${THRESHOLDS.join('|')}${didYouMean(word, THRESHOLDS)}`,
  );
}

function parseTypeList(list: string): readonly string[] {
  const words = list.split(',').map((word) => word.trim());
  const types = [...new Set(words.filter((word) => word !== ''))];
  if (types.length === 0) throw new SecureScanError('E_ARGUMENT', '--scan-types must list at least one type');
  const unknown = types.find((type) => !SCAN_TYPE_WORDS.some((word) => word === type));
  if (unknown === undefined) return types;
  throw new SecureScanError(
    'E_ARGUMENT',
    `unknown scan type '${unknown}'. Valid: ${SCAN_TYPE_WORDS.join(', ')}${didYouMean(unknown, SCAN_TYPE_WORDS)}`,
  );
}

async function setUp(root: string, options: InitOptions, io: Io): Promise<ExitCode> {
  const stack = await detectStack(root);
  const choices = await choose(basename(root), stack, options, io);
  const workflow =
    options.workflow && (!options.prompt || (await confirm(io, 'Write GitHub Action workflow? [Y/n]:', true)));
  const files: StarterFile[] = [
    { path: '.securescan.yml', text: renderStarterConfig(choices) },
    ...(workflow ? [{ path: '.github/workflows/securescan.yml', text: renderStarterWorkflow(choices) }] : []),
    ...(options.baseline ? [{ path: '.securescan/baseline.json', text: renderStarterBaseline() }] : []),
  ];
  const existing = await findExisting(root, files);
  if (existing.length > 0 && !(await mayOverwrite(root, existing, options, io))) return EXIT.gate;
  for (const { path, text } of files) await writeFileAtomic(join(root, path), text);
  await io.stdout.write(
    [
      `✓ SecureScan initialized for ${toVisible(choices.projectName)}`,
      ...files.map(({ path }) => `  wrote ${path}`),
      '',
      'Next: run securescan scan . to see your first findings.',
      '',
    ].join('\n'),
  );
  return EXIT.ok;
}

function renderStarterBaseline(): string {
  return renderBaseline({ findings: [], scanTypes: [], targetPath: '.', generatedBy: 'securescan init' });
}

async function choose(name: string, stack: DetectedStack, options: InitOptions, io: Io): Promise<StarterChoices> {
  if (!options.prompt) {
    return {
      projectName: name,
      scanTypes: options.scanTypes ?? stack.scanTypes,
      threshold: options.threshold ?? 'high',
    };
  }
  const projectName = (await ask(io, `Project name? [${name}]:`)) || name;
  const scanTypes = options.scanTypes ?? (await askTypes(stack, io));
  const threshold =
    options.threshold ??
    parseThreshold((await ask(io, `Fail-on-severity threshold? (${THRESHOLDS.join('|')}) [high]:`)) || 'high');
  return { projectName, scanTypes, threshold };
}

async function askTypes(stack: DetectedStack, io: Io): Promise<readonly string[]> {
  const types = stack.scanTypes.join(', ');
  const label = stack.labels.length === 0 ? 'unknown' : stack.labels.join(', ');
  if (await confirm(io, `Detected stack: ${label}. Use scan types [${types}]? [Y/n]:`, true)) return stack.scanTypes;
  const answer = await ask(io, `Enter comma-separated scan types [${types}]:`);
  return answer === '' ? stack.scanTypes : parseTypeList(answer);
}

async function ask(io: Io, question: string): Promise<string> {
  await io.stdout.write(`${question} `);
  const answer = await io.stdin.readLine();
  if (answer === null) {
    await io.stdout.write('\n');
    throw new Aborted();
  }
  return answer.trim();
}

async function confirm(io: Io, question: string, standard: boolean): Promise<boolean> {
  const answer = (await ask(io, question)).toLowerCase();
  return answer === '' ? standard : ['y', 'yes'].includes(answer);
}

/** Existing files with their text; null for what cannot be read as a file. A link counts as existing wherever it points. */
async function findExisting(root: string, files: readonly StarterFile[]) {
  const found: { readonly file: StarterFile; readonly text: string | null }[] = [];
  for (const file of files) {
    const path = join(root, file.path);
    if ((await lstat(path).catch(() => null)) === null) continue;
    found.push({ file, text: await readFile(path, 'utf8').catch(() => null) });
  }
  return found;
}

async function mayOverwrite(
  root: string,
  existing: Awaited<ReturnType<typeof findExisting>>,
  options: InitOptions,
  io: Io,
): Promise<boolean> {
  if (!options.force) {
    await tell(io, 'error: refusing to overwrite existing files (pass --force):');
    for (const { file } of existing) await tell(io, `  - ${join(root, file.path)}`);
    return false;
  }
  for (const { file, text } of existing) {
    const changes = text === null ? [] : renderLineDiff(text, file.text);
    if (text === file.text) continue;
    await tell(io, `${file.path}:`);
    for (const line of changes) await tell(io, `  ${line}`);
  }
  if (!options.prompt || (await confirm(io, 'Overwrite these files? [y/N]:', false))) return true;
  throw new Aborted();
}
