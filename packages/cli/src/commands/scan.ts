import type { CommandSpec } from '../command/spec.ts';
import {
  aiOptions,
  baselineOption,
  failOnSeverityOption,
  gitHubOptions,
  partialOptions,
  reportOptions,
  runningOptions,
  SCAN_FORMATS,
  selectionOptions,
  suppressionOptions,
  typeOption,
} from './shared-options.ts';

export const scanCommand: CommandSpec = {
  name: 'scan',
  summary: 'Scan a directory, a file, a URL or a host',
  description:
    'TARGET is a directory or file, a URL (with --type dast), or a host, IP or CIDR range (with --type network). ' +
    'Results go to stdout; progress, notices and errors go to stderr.',
  arguments: [{ name: 'TARGET', description: 'what to scan', required: true, completes: 'directory' }],
  options: [
    typeOption('code, dependency, iac'),
    ...selectionOptions,
    { name: 'staged', description: 'Only what is staged in git, as it will be committed', group: 'What to scan' },
    {
      name: 'hook',
      description: 'Run by pre-commit: with nothing staged, the tree',
      hidden: true,
      group: 'What to scan',
    },
    {
      name: 'since',
      value: 'REF',
      description: 'Only findings in files that changed since this commit',
      group: 'What to scan',
    },
    ...reportOptions(SCAN_FORMATS, 'text on a terminal, json on a pipe'),
    ...gitHubOptions,
    failOnSeverityOption,
    {
      name: 'fail-on-count',
      value: 'N',
      description: 'Exit 1 when there are more findings than this',
      group: 'Gates',
    },
    ...partialOptions,
    baselineOption,
    ...suppressionOptions,
    ...runningOptions,
    { name: 'save', description: 'Keep the scan in the history, also in CI', group: 'Running' },
    { name: 'no-save', description: 'Do not keep the scan in the history', group: 'Running' },
    ...aiOptions,
  ],
  examples: [
    { command: 'securescan scan .', note: 'scan this directory' },
    { command: 'securescan scan . --fail-on-severity high', note: 'fail a build' },
    {
      command: 'securescan scan . --output sarif --output-file out.sarif --report json=out.json',
      note: 'several reports of one scan',
    },
    { command: 'securescan scan https://staging.example.com --type dast', note: 'a running web application' },
  ],
  load: async () => (await import('../run/scan.ts')).run,
};
