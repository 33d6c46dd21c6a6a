import type { OptionSpec } from '../command/spec.ts';

/** The six families, as in the model; written here so that `--help` need not load the schema library (a test compares). */
export const SCAN_TYPE_WORDS = ['code', 'dependency', 'iac', 'baseline', 'dast', 'network'] as const;
/** Words of a gate. */
export const GATE_WORDS = ['critical', 'high', 'medium', 'low', 'info', 'none'] as const;

export const SCAN_FORMATS = [
  'text',
  'table',
  'json',
  'sarif',
  'csv',
  'junit',
  'report-html',
  'report-pdf',
  'github-pr-comment',
  'cyclonedx',
  'spdx',
] as const;
export const CHANGE_FORMATS = ['github-pr-comment', 'github-review', 'sarif', 'json', 'text', 'csv', 'junit'] as const;

/** `--type`, with the default of the command. */
export function typeOption(standard: string): OptionSpec {
  return {
    name: 'type',
    short: 't',
    value: 'TYPE',
    repeatable: true,
    description: 'Family of scanners; a comma-separated list also works',
    choices: SCAN_TYPE_WORDS,
    default: `scan_types of .securescan.yml, else ${standard}`,
    group: 'What to scan',
  };
}

/** `--output` and the options around a report. */
export function reportOptions(formats: readonly string[], standard: string): readonly OptionSpec[] {
  return [
    {
      name: 'output',
      short: 'o',
      value: 'FORMAT',
      description: 'Format of the report',
      choices: formats,
      default: standard,
      group: 'Report',
    },
    {
      name: 'output-file',
      value: 'FILE',
      description: 'Write the report there instead of to stdout',
      completes: 'file',
      group: 'Report',
    },
    {
      name: 'report',
      value: 'FORMAT=FILE',
      repeatable: true,
      description: 'Write one more report of the same run',
      completes: 'file',
      group: 'Report',
    },
  ];
}

export const failOnSeverityOption: OptionSpec = {
  name: 'fail-on-severity',
  value: 'SEVERITY',
  description: 'Exit 1 when a finding is at or above it; suppressed findings never count',
  choices: GATE_WORDS,
  default: 'fail_on_severity of .securescan.yml, else none',
  group: 'Gates',
};

export const partialOptions: readonly OptionSpec[] = [
  { name: 'allow-partial', description: 'Do not exit 3 in CI when a scanner failed', group: 'Gates' },
  {
    name: 'allow-missing-scanners',
    description: 'Do not exit 3 when no scanner of the asked types could run',
    group: 'Gates',
  },
];

export const baselineOption: OptionSpec = {
  name: 'baseline',
  value: 'FILE',
  description: 'Suppress the findings listed in this baseline',
  completes: 'file',
  group: 'Suppression',
};

export const suppressionOptions: readonly OptionSpec[] = [
  {
    name: 'show-suppressed',
    description: 'Show suppressed findings, marked',
    default: 'only in text on a terminal',
    group: 'Suppression',
  },
  { name: 'hide-suppressed', description: 'Never show them', group: 'Suppression' },
  { name: 'no-suppress', description: 'Switch off every suppression', group: 'Suppression' },
];

export const aiOptions: readonly OptionSpec[] = [
  {
    name: 'ai',
    description:
      'Add AI advice; title, redacted description, severity, rule, path and CWE of severe findings go to Groq',
    environment: 'SECURESCAN_GROQ_API_KEY',
    group: 'Running',
  },
  { name: 'no-ai', description: 'No AI advice, whatever the configuration says', default: 'off', group: 'Running' },
];

export const selectionOptions: readonly OptionSpec[] = [
  {
    name: 'scanner',
    value: 'NAME',
    repeatable: true,
    description: 'Run only this scanner; see securescan status',
    completes: 'scanner',
    group: 'What to scan',
  },
  {
    name: 'exclude-scanner',
    value: 'NAME',
    repeatable: true,
    description: 'Leave this scanner out',
    completes: 'scanner',
    group: 'What to scan',
  },
  {
    name: 'exclude',
    value: 'GLOB',
    repeatable: true,
    description: 'Leave these paths out, beyond .gitignore and .securescanignore',
    group: 'What to scan',
  },
  {
    name: 'baseline-host-probes',
    description: 'Let the baseline scanner probe this machine although the target is a directory',
    group: 'What to scan',
  },
];

export const runningOptions: readonly OptionSpec[] = [
  {
    name: 'config',
    value: 'FILE',
    description: 'Configuration to use',
    default: 'nearest .securescan.yml above the target',
    completes: 'file',
    group: 'Running',
  },
  {
    name: 'timeout',
    value: 'SECONDS',
    description: 'Time limit of each scanner',
    environment: 'SECURESCAN_SCAN_TIMEOUT',
    default: '300',
    group: 'Running',
  },
  {
    name: 'jobs',
    short: 'j',
    value: 'N',
    description: 'External tools at once',
    default: 'number of processors',
    group: 'Running',
  },
  {
    name: 'jail',
    description: 'Run tools without network (where they need none) and with the source read-only; needs bubblewrap',
    group: 'Running',
  },
  { name: 'quiet', short: 'q', description: 'No progress and no notices, only warnings and errors', group: 'Running' },
  { name: 'verbose', short: 'v', description: 'Also what scanners left out, and why', group: 'Running' },
];

/** Where a commit or a pull request is, for links and reviews. */
export const gitHubOptions: readonly OptionSpec[] = [
  { name: 'repo', value: 'OWNER/NAME', description: 'Repository', environment: 'GITHUB_REPOSITORY', group: 'GitHub' },
  {
    name: 'sha',
    value: 'SHA',
    description: 'Commit that links and review comments point to',
    environment: 'GITHUB_SHA',
    default: 'the head that was compared',
    group: 'GitHub',
  },
];

export const reviewOptions: readonly OptionSpec[] = [
  { name: 'base-sha', value: 'SHA', description: 'Commit that the review compares with', group: 'GitHub' },
  {
    name: 'review-event',
    value: 'EVENT',
    description: 'What the review says',
    choices: ['COMMENT', 'REQUEST_CHANGES', 'APPROVE'],
    default: 'COMMENT',
    group: 'GitHub',
  },
  {
    name: 'review-coordinates',
    value: 'KIND',
    description: 'How comments name their place; GitHub has deprecated position',
    choices: ['line', 'position'],
    default: 'line',
    group: 'GitHub',
  },
  { name: 'no-suggestions', description: 'Leave out the suggestions to ignore a finding', group: 'GitHub' },
];

/** How a server is reached and who answers for it. */
export const transportOptions: readonly OptionSpec[] = [
  {
    name: 'api-key-file',
    value: 'FILE',
    description: 'File that holds the key; - reads it from stdin',
    completes: 'file',
    group: 'Options',
  },
  {
    name: 'ca-file',
    value: 'FILE',
    description: 'Authorities that may vouch for that server, PEM',
    completes: 'file',
    group: 'Options',
  },
  { name: 'client-cert', value: 'FILE', description: 'Own certificate, PEM', completes: 'file', group: 'Options' },
  {
    name: 'client-key',
    value: 'FILE',
    description: 'Key of that certificate, PEM',
    completes: 'file',
    group: 'Options',
  },
  { name: 'allow-http', description: 'Send the key over plain HTTP to another machine', group: 'Options' },
  { name: 'insecure', description: 'Do not check whose certificate it is; warns each time', group: 'Options' },
];

export const serverOptions: readonly OptionSpec[] = [
  {
    name: 'url',
    value: 'URL',
    description: 'Ask this server instead of looking here',
    environment: 'SECURESCAN_URL',
    group: 'Options',
  },
  {
    name: 'api-key',
    value: 'KEY',
    description: 'Key for that server; ends up in the shell history, so prefer the variable',
    environment: 'SECURESCAN_API_KEY',
    group: 'Options',
  },
  ...transportOptions,
];
