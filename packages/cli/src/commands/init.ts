import type { CommandSpec } from '../command/spec.ts';

export const initCommand: CommandSpec = {
  name: 'init',
  summary: 'Set a project up: configuration, workflow, empty baseline',
  arguments: [{ name: 'DIR', description: 'project directory', required: false, default: '.', completes: 'directory' }],
  options: [
    { name: 'force', description: 'Overwrite existing files, after showing what changes', group: 'Options' },
    { name: 'no-prompt', description: 'Ask nothing', group: 'Options' },
    {
      name: 'threshold',
      value: 'SEVERITY',
      description: 'Value of fail_on_severity',
      choices: ['critical', 'high', 'medium', 'low'],
      default: 'high',
      group: 'Options',
    },
    {
      name: 'scan-types',
      value: 'LIST',
      description: 'Comma-separated families',
      default: 'those that fit the files found',
      group: 'Options',
    },
    { name: 'no-workflow', description: 'Do not write .github/workflows/securescan.yml', group: 'Options' },
    { name: 'no-baseline', description: 'Do not write .securescan/baseline.json', group: 'Options' },
  ],
  examples: [{ command: 'securescan init --no-prompt --threshold medium', note: 'without questions' }],
  errorPrefix: 'error: ',
  load: async () => (await import('../run/init.ts')).run,
};
