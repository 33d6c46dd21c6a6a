import { testVectors } from '@securescan/testkit';
import { discoverConfig } from './discover.ts';
import type { ConfigIssue } from './issue.ts';
import { lintConfig, sortLintIssues, summariseLint } from './lint.ts';
import { parseConfig } from './parse.ts';
import { parentPath, resolvePath } from './paths.ts';
import type { ProjectConfig } from './project-config.ts';
import { toScanSettings } from './scan-settings.ts';

/** The recorded names of our problems. */
function recordedType({ problem, path }: ConfigIssue): string {
  if (problem === 'text' && path[0] === 'semgrep_rules') return 'path_type';
  const names: Partial<Record<ConfigIssue['problem'], string>> = {
    'unknown-key': 'extra_forbidden',
    choice: 'enum',
    list: 'list_type',
    map: 'dict_type',
    text: 'string_type',
    boolean: 'bool_parsing',
  };
  return names[problem] ?? problem;
}

function recordedConfig(config: ProjectConfig) {
  return {
    scan_types: config.scanTypes,
    severity_overrides: config.severityOverrides,
    ignored_rules: config.ignoredRules.map(({ id }) => id),
    semgrep_rules: config.semgrepRules,
    fail_on_severity: config.failOnSeverity,
    ai: config.ai,
  };
}

testVectors<string, unknown>('config_parse', (input) => {
  const parsed = parseConfig(input);
  if (parsed.ok) return { ok: true, config: recordedConfig(parsed.config) };
  const first = parsed.issues[0];
  if (first?.kind === 'config')
    return {
      ok: false,
      error_kind: 'config',
      // The recording keeps only what all parsers say alike.
      message: first.problem === 'yaml' ? first.message.slice(0, 'malformed YAML'.length) : first.message,
    };
  return {
    ok: false,
    error_kind: 'schema',
    errors: parsed.issues.map((issue) => ({ location: issue.path.join('.'), type: recordedType(issue) })),
  };
});

interface LintInput {
  readonly config: string | null;
  readonly files: Readonly<Record<string, string>>;
}

testVectors<LintInput, unknown>('config_lint', async ({ config, files }) => {
  const directory = '/project';
  const known = new Set(Object.keys(files).map((path) => `${directory}/${path}`));
  const report = await lintConfig({
    source: config === null ? { state: 'missing' } : { state: 'read', text: config },
    displayPath: '.securescan.yml',
    directory,
    exists: (path) => Promise.resolve([...known].some((file) => file === path || file.startsWith(`${path}/`))),
    today: '2026-01-01',
  });
  return {
    issues: report.issues.map(({ level, location, message }) => ({
      severity: level,
      location,
      message: message.startsWith('malformed YAML: ') ? 'malformed YAML: ...' : message.replace(directory, '<DIR>'),
    })),
    summary_line: summariseLint(report.issues),
    printed_order: sortLintIssues(report.issues).map(({ level }) => level),
    exit_code: report.issues.some(({ level }) => level === 'error') ? 1 : 0,
  };
});

interface DiscoveryInput {
  readonly files: Readonly<Record<string, string>>;
  readonly dirs: readonly string[];
  readonly start: string;
}

testVectors<DiscoveryInput, unknown>('config_discovery', async ({ files, dirs, start }, _vectors, testCase) => {
  const root = '/above/root';
  const texts = new Map(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]));
  const directories = new Set([root, '/above', '/above/.git']);
  for (const path of [...dirs.map((dir) => `${root}/${dir}/.`), ...texts.keys()])
    for (let above = parentPath(path); above !== null; above = parentPath(above)) directories.add(above);
  for (const dir of dirs) directories.add(`${root}/${dir}`);

  const found = await discoverConfig(resolvePath(root, start), {
    kind: (path) => Promise.resolve(texts.has(path) ? 'file' : directories.has(path) ? 'directory' : null),
  });
  if (found === null) return { found, ignored_rules: [] };
  const parsed = parseConfig(texts.get(found) ?? '');
  if (!parsed.ok) return { error: parsed.issues[0]?.message };
  const settings = toScanSettings(parsed.config, parentPath(found) ?? '/');
  const resolved = settings.scannerOptions.semgrepRules.map((path) =>
    path.replace(root, '<ROOT>').replace('/above', '<PARENT-OF-ROOT>'),
  );
  const isResolutionCase = 'semgrep_rules_resolved' in (testCase.expected as object);
  return {
    found: found.slice(root.length + 1),
    ignored_rules: recordedConfig(parsed.config).ignored_rules,
    ...(isResolutionCase ? { semgrep_rules_resolved: resolved } : {}),
  };
});
