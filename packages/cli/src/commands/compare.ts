import type { CommandSpec } from '../command/spec.ts';
import {
  aiOptions,
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

export const compareCommand: CommandSpec = {
  name: 'compare',
  summary: 'Show the drift of a directory from a baseline',
  description: 'With one argument it is the baseline, and the target is the working directory.',
  arguments: [
    { name: 'TARGET', description: 'directory', required: false, default: '.', completes: 'directory' },
    {
      name: 'BASELINE',
      description: 'baseline or JSON report',
      required: false,
      default: '.securescan/baseline.json',
      completes: 'file',
    },
  ],
  options: [
    typeOption('code'),
    ...selectionOptions,
    ...reportOptions(CHANGE_FORMATS, 'text on a terminal, github-pr-comment on a pipe'),
    ...gitHubOptions,
    ...reviewOptions,
    {
      ...failOnSeverityOption,
      description: 'Exit 1 when a finding that is not in the baseline is at or above it',
      default: 'none',
    },
    { name: 'fail-on-drift', description: 'Exit 1 when anything is new or has disappeared', group: 'Gates' },
    ...partialOptions,
    ...suppressionOptions,
    ...runningOptions,
    ...aiOptions,
  ],
  examples: [
    { command: 'securescan compare .securescan/baseline.json', note: 'drift since the baseline was written' },
    { command: 'securescan compare . old.json --fail-on-drift', note: 'fail on any drift' },
  ],
  load: async () => (await import('../run/compare.ts')).run,
};
