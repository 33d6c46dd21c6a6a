import type { CommandSpec, OptionSpec } from '../command/spec.ts';
import {
  aiOptions,
  baselineOption,
  CHANGE_FORMATS,
  failOnSeverityOption,
  gitHubOptions,
  partialOptions,
  reportOptions,
  reviewOptions,
  runningOptions,
  selectionOptions,
  suppressionOptions,
  typeOption,
} from './shared-options.ts';

const comparisonOptions: readonly OptionSpec[] = [
  {
    name: 'base-ref',
    value: 'REF',
    description: 'Older side; the commit where head left it (merge base) is what is compared',
    group: 'Comparison',
  },
  { name: 'head-ref', value: 'REF', description: 'Newer side', default: 'HEAD', group: 'Comparison' },
  {
    name: 'base-snapshot',
    value: 'FILE',
    description: 'Older side as written by scan --output json',
    completes: 'file',
    group: 'Comparison',
  },
  { name: 'head-snapshot', value: 'FILE', description: 'Newer side', completes: 'file', group: 'Comparison' },
];

export const diffCommand: CommandSpec = {
  name: 'diff',
  summary: 'Show what a change adds and fixes',
  description:
    'With refs, both sides are scanned in temporary checkouts; the working tree is never touched. The configuration and ' +
    'the baseline of the older side decide, so a change cannot silence its own findings. ' +
    'With snapshots, two earlier scans are compared.',
  arguments: [{ name: 'TARGET', description: 'directory', required: false, default: '.', completes: 'directory' }],
  options: [
    ...comparisonOptions,
    typeOption('code'),
    ...selectionOptions,
    ...reportOptions(CHANGE_FORMATS, 'text on a terminal, github-pr-comment on a pipe'),
    ...gitHubOptions,
    ...reviewOptions,
    { ...failOnSeverityOption, description: 'Exit 1 when a new finding is at or above it' },
    ...partialOptions,
    baselineOption,
    ...suppressionOptions,
    ...runningOptions,
    ...aiOptions,
  ],
  examples: [
    { command: 'securescan diff . --base-ref main', note: 'what this branch adds' },
    {
      command: 'securescan diff . --base-snapshot before.json --head-snapshot after.json --fail-on-severity high',
      note: 'compare two scans and fail on what is new',
    },
  ],
  load: async () => (await import('../run/diff.ts')).run,
};
