import type { OptionSpec } from '../command/spec.ts';
import { transportOptions } from './shared-options.ts';

/** Words of the engine; written here so that `--help` need not load it (a test compares). */
export const READER_WORDS = ['terraform', 'plan', 'cdk', 'cloudformation', 'pulumi', 'bicep', 'kubernetes'] as const;
export const PILLAR_WORDS = [
  'security',
  'cost',
  'operations',
  'performance',
  'reliability',
  'sovereign',
  'sustainability',
  'architecture',
  'governance',
  'agentic',
] as const;
export const SEVERITY_WORDS = ['critical', 'high', 'medium', 'low'] as const;
export const FAIL_ON_WORDS = ['fail', 'skip', 'any', ...SEVERITY_WORDS, 'none'] as const;
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'html', 'junit', 'markdown', 'csv'] as const;

/** Where controls come from, and which of them. */
export const controlOptions: readonly OptionSpec[] = [
  {
    name: 'controls-dir',
    value: 'DIR',
    repeatable: true,
    description: 'Folder with control files; a comma-separated list also works',
    environment: 'WAFPASS_CONTROLS_DIR',
    default: 'the built-in catalogue',
    completes: 'directory',
    group: 'What to scan',
  },
  {
    name: 'controls-from',
    value: 'URL',
    description: 'Take the controls of this server',
    environment: 'WAFPASS_CONTROLS_URL',
    group: 'What to scan',
  },
  {
    name: 'pillar',
    value: 'PILLAR',
    repeatable: true,
    description: 'Only controls of this pillar; short codes and comma-separated lists also work',
    choices: PILLAR_WORDS,
    default: 'all',
    group: 'What to scan',
  },
  {
    name: 'controls',
    value: 'IDS',
    repeatable: true,
    description: 'Only these controls, by id in any case; a comma-separated list also works',
    default: 'all',
    group: 'What to scan',
  },
  { name: 'lenient', description: 'Leave out control files that are wrong, with a warning', group: 'Running' },
];

/** The key of a server, and how it is reached. */
export const keyOptions: readonly OptionSpec[] = [
  {
    name: 'api-key',
    value: 'KEY',
    description: 'Key for that server; ends up in the shell history, so prefer the variable',
    environment: 'WAFPASS_API_KEY or SECURESCAN_API_KEY',
    group: 'Options',
  },
  ...transportOptions,
];

export const urlOption: OptionSpec = {
  name: 'url',
  value: 'URL',
  description: 'The server',
  environment: 'WAFPASS_PUSH_URL or SECURESCAN_URL',
  group: 'Options',
};

export const projectOption: OptionSpec = {
  name: 'project',
  value: 'NAME',
  description: 'Project',
  default: 'none',
  group: 'Options',
};

export const formatOption: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FORMAT',
  description: 'Format',
  choices: ['text', 'json'],
  default: 'text',
  group: 'Report',
};
