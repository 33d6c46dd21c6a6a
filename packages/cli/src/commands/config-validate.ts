import type { CommandSpec } from '../command/spec.ts';

export const configValidateCommand: CommandSpec = {
  name: 'config validate',
  summary: 'Check a .securescan.yml',
  description: 'Without FILE, the nearest configuration at or above the working directory is checked.',
  arguments: [{ name: 'FILE', description: 'configuration', required: false, completes: 'file' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'FORMAT',
      description: 'Format',
      choices: ['text', 'json'],
      default: 'text',
      group: 'Report',
    },
  ],
  examples: [{ command: 'securescan config validate .securescan.yml', note: 'check one file' }],
  errorPrefix: '',
  load: async () => (await import('../run/config-validate.ts')).run,
};
