import { formatLocation } from './issue.ts';
import type { ConfigPath, Position } from './issue.ts';
import { suggest } from './nearest.ts';
import { parseConfig } from './parse.ts';
import { resolvePath } from './paths.ts';
import type { ProjectConfig } from './project-config.ts';
import { isSemgrepRegistryName } from './scan-settings.ts';

export const LINT_LEVELS = ['error', 'warning', 'info'] as const;
export type LintLevel = (typeof LINT_LEVELS)[number];

/** One line of `config validate`. */
export interface LintIssue {
  readonly level: LintLevel;
  /** `severity_overrides.B307`, `semgrep_rules[2]`; null for the file as a whole. */
  readonly location: string | null;
  readonly message: string;
  /** Where it stands; null when the file was not read. */
  readonly position: Position | null;
}

/** What became of reading the configuration file. */
export type ConfigSource =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly message: string };

export interface LintRequest {
  readonly source: ConfigSource;
  /** As the user knows the file; for messages. */
  readonly displayPath: string;
  /** Absolute path of the directory of the file. */
  readonly directory: string;
  /** Whether an absolute path is there, file or directory. */
  readonly exists: (path: string) => Promise<boolean>;
  /** Today as YYYY-MM-DD, for ignores that end. */
  readonly today: string;
  /** Ids of all scanners, to recognise mistyped ones; left out, they are not checked. */
  readonly scannerIds?: readonly string[];
  /** SPDX ids, to recognise mistyped licences; left out, they are not checked. */
  readonly licenceIds?: readonly string[];
}

export interface LintReport {
  /** In the order in which they were found. */
  readonly issues: readonly LintIssue[];
  /** The configuration, when it has no error in form. */
  readonly config: ProjectConfig | null;
}

/** The rule and quote it as it would stand in a program, so that blanks and control characters are seen. */
function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const RULE_ID = /^[A-Za-z0-9][A-Za-z0-9._\-/]*$/;
/** Keys of overrides may also name the scanner and hold wildcards. */
const OVERRIDE_KEY = /^[A-Za-z0-9*?][A-Za-z0-9._\-/:*?]*$/;
const RULE_ID_ADVICE =
  'does not look like a valid identifier (expected non-empty, no whitespace, alphanumeric / dot / dash / slash / underscore)';

/** Collects issues; knows where in the file a path is. */
type Add = (level: LintLevel, path: ConfigPath, message: string) => void;

async function checkPaths(config: ProjectConfig, { directory, exists }: LintRequest, add: Add): Promise<void> {
  for (const [index, rule] of config.semgrepRules.entries()) {
    if (isSemgrepRegistryName(rule)) continue;
    const path = resolvePath(directory, rule);
    if (!(await exists(path))) add('error', ['semgrep_rules', index], `semgrep_rules path does not exist: ${path}`);
  }
  for (const [index, controls] of (config.scannerOptions.wafControls ?? []).entries()) {
    const path = resolvePath(directory, controls);
    if (!(await exists(path)))
      add('error', ['scanners', 'waf', 'controls', index], `controls path does not exist: ${path}`);
  }
  if (config.baseline === null) return;
  const path = resolvePath(directory, config.baseline);
  if (!(await exists(path)))
    add('warning', ['baseline'], `baseline file does not exist yet: ${path}; 'securescan baseline' writes it`);
}

function checkRuleIds(config: ProjectConfig, today: string, add: Add): void {
  const overridden = Object.keys(config.severityOverrides);
  const at = (index: number) => ['ignored_rules', index];
  for (const id of overridden)
    if (!OVERRIDE_KEY.test(id)) add('warning', ['severity_overrides', id], `rule ID ${quote(id)} ${RULE_ID_ADVICE}`);
  for (const [index, { id }] of config.ignoredRules.entries())
    if (!RULE_ID.test(id)) add('warning', at(index), `rule ID ${quote(id)} ${RULE_ID_ADVICE}`);

  const everywhere = new Set(config.ignoredRules.filter(({ path }) => path === null).map(({ id }) => id));
  for (const id of overridden)
    if (everywhere.has(id))
      add(
        'warning',
        ['severity_overrides', id],
        `rule ${quote(id)} appears in both ignored_rules and severity_overrides; the override will never fire because the rule is suppressed first`,
      );

  const seen = new Set<string>();
  for (const [index, { id, path, until }] of config.ignoredRules.entries()) {
    const key = JSON.stringify([id, path]);
    if (seen.has(key)) add('info', at(index), `rule ${quote(id)} is listed twice; one entry is enough`);
    seen.add(key);
    if (until !== null && until < today)
      add('warning', at(index), `the entry for rule ${quote(id)} ended on ${until}; remove it or set a later day`);
  }
}

function checkScannerIds(config: ProjectConfig, known: readonly string[] | undefined, add: Add): void {
  if (known === undefined) return;
  for (const id of Object.keys(config.scanners))
    if (!known.includes(id))
      add(
        'warning',
        ['scanners', id],
        `no scanner is called ${quote(id)}${suggest(id, known) || `; there are ${known.join(', ')}`}`,
      );
}

/** A licence that is mistyped in `deny` would let through what it was to stop. */
function checkLicences({ licences }: ProjectConfig, known: readonly string[] | undefined, add: Add): void {
  if (known === undefined) return;
  const spelled = known.flatMap((id) => (id.includes('GPL-') ? [id, `${id}-only`, `${id}-or-later`] : [id]));
  const all = new Set(known.map((id) => id.toLowerCase()));
  const bare = (id: string): string => id.toLowerCase().replace(/(?:-only|-or-later|\+)$/, '');
  for (const list of ['allow', 'deny'] as const)
    for (const [index, id] of licences[list].entries())
      if (!all.has(id.toLowerCase()) && !all.has(bare(id)) && !/^licenseref-/i.test(id))
        add(
          'warning',
          ['licenses', list, index],
          `${quote(id)} is no SPDX licence id that is known here; it matches only packages that declare this very text${suggest(id, spelled)}`,
        );
}

/** A bracket that is not closed is an ordinary character, which is hardly what was meant. */
function checkGlobs({ exclude }: ProjectConfig, add: Add): void {
  for (const [index, glob] of exclude.entries())
    if (/\[[^\]]*$/.test(glob)) add('warning', ['exclude', index], `the bracket in ${quote(glob)} is not closed`);
}

/**
 * Checks a configuration file: form first, then what it refers to.
 * @remarks Never throws for the content. Rule packs that are missing are errors, doubtful entries warnings.
 */
export async function lintConfig(request: LintRequest): Promise<LintReport> {
  const { source, displayPath } = request;
  const whole = (message: string): LintReport => ({
    issues: [{ level: 'error', location: null, message, position: null }],
    config: null,
  });
  if (source.state === 'missing') return whole(`config file not found: ${displayPath}`);
  if (source.state === 'unreadable') return whole(`config file cannot be read: ${source.message}`);

  const parsed = parseConfig(source.text);
  if (!parsed.ok) {
    const issues = parsed.issues.map(({ path, message, line, column }) => ({
      level: 'error' as const,
      location: formatLocation(path),
      message,
      position: { line, column },
    }));
    return { issues, config: null };
  }
  const issues: LintIssue[] = [];
  const add: Add = (level, path, message) => {
    issues.push({ level, location: formatLocation(path), message, position: parsed.locate(path) });
  };
  if (parsed.isEmpty) add('info', [], 'config file is empty; no overrides will apply (this is a valid starter state)');
  await checkPaths(parsed.config, request, add);
  checkRuleIds(parsed.config, request.today, add);
  checkScannerIds(parsed.config, request.scannerIds, add);
  checkLicences(parsed.config, request.licenceIds, add);
  checkGlobs(parsed.config, add);
  return { issues, config: parsed.config };
}

/** Errors first, then warnings, then infos; otherwise the order is kept. */
export function sortLintIssues(issues: readonly LintIssue[]): readonly LintIssue[] {
  return LINT_LEVELS.flatMap((level) => issues.filter((issue) => issue.level === level));
}

/** `Config valid: 0 errors, 1 warning, 0 info issues.` */
export function summariseLint(issues: readonly LintIssue[]): string {
  const count = (level: LintLevel, noun: string) => {
    const n = issues.filter((issue) => issue.level === level).length;
    return `${n} ${noun}${n === 1 ? '' : 's'}`;
  };
  const verdict = issues.some(({ level }) => level === 'error') ? 'invalid' : 'valid';
  return `Config ${verdict}: ${count('error', 'error')}, ${count('warning', 'warning')}, ${count('info', 'info issue')}.`;
}
