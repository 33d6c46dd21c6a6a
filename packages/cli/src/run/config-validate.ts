import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { lintConfig, sortLintIssues, summariseLint } from '@securescan/core';
import type { ConfigSource, LintIssue, ProjectConfig } from '@securescan/core';
import { createClock, findConfigFile } from '@securescan/host';
import { LICENCE_IDS } from '@securescan/inventory';
import { SecureScanError } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice } from './choices.ts';

/** Checks one configuration file and lists all that is wrong with it. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const path = args.positionals[0] ?? (await findNearest(io));
  const absolute = resolve(io.cwd, path);
  const report = await lintConfig({
    source: await readSource(absolute),
    displayPath: path,
    directory: dirname(absolute),
    exists: (file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    today: createClock(io.env.get('SECURESCAN_FAKE_NOW')).now().toISOString().slice(0, 10),
    scannerIds: scannerList.map(({ id }) => id),
    licenceIds: LICENCE_IDS,
  });
  const issues = sortLintIssues(report.issues);
  const isValid = !issues.some(({ level }) => level === 'error');
  if (format === 'json') await io.stdout.write(renderJson(path, isValid, issues));
  else if (isValid && report.config !== null) await io.stdout.write(renderSummary(path, report.config));
  for (const issue of issues) await tell(io, renderIssue(issue));
  await tell(io, summariseLint(issues));
  return isValid ? EXIT.ok : EXIT.gate;
}

async function findNearest(io: Io): Promise<string> {
  const found = await findConfigFile(io.cwd);
  if (found === null) throw new SecureScanError('E_CONFIG_NOT_FOUND', 'no .securescan.yml in this directory tree');
  return relative(io.cwd, found);
}

async function readSource(path: string): Promise<ConfigSource> {
  try {
    return { state: 'read', text: await readFile(path, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
    return { state: 'unreadable', message: code === 'EISDIR' ? 'it is a directory' : `${code}` };
  }
}

function renderIssue({ level, location, message, position }: LintIssue): string {
  // The beginning of the file is no place for something about all of it.
  const isWhole = location === null && position?.line === 1 && position.column === 1;
  const place = position === null || isWhole ? '' : ` (line ${position.line}, column ${position.column})`;
  return `${level}: ${location ?? '-'}: ${message}${place}`;
}

function renderJson(file: string, valid: boolean, issues: readonly LintIssue[]): string {
  const list = issues.map(({ level, location, message, position }) => ({
    level,
    location,
    message,
    line: position?.line ?? null,
    column: position?.column ?? null,
  }));
  return `${JSON.stringify({ file, valid, issues: list }, null, 2)}\n`;
}

/** What the file sets: lists of families and paths in full, everything else as a count. */
function renderSummary(path: string, config: ProjectConfig): string {
  const values: Readonly<Record<string, string | number>> = {
    scan_types: config.scanTypes.join(', ') || 'none',
    ignored_rules: config.ignoredRules.length,
    severity_overrides: Object.keys(config.severityOverrides).length,
    semgrep_rules: config.semgrepRules.join(', '),
    fail_on_severity: config.failOnSeverity ?? 'none',
    ai: String(config.ai),
    exclude: config.exclude.join(', '),
    baseline: config.baseline ?? 'none',
    licenses: config.licences.allow.length + config.licences.deny.length,
    scanners: Object.keys(config.scanners).length,
  };
  const lines = Object.entries(values).filter(([key]) => config.keys.includes(key));
  return [`${path}: OK`, ...lines.map(([key, value]) => `  ${key}: ${value}`)]
    .map((line) => `${toVisible(line)}\n`)
    .join('');
}
