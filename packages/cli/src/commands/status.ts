import type { CommandSpec } from '../command/spec.ts';
import { SCAN_TYPE_WORDS, serverOptions } from './shared-options.ts';

export const statusCommand: CommandSpec = {
  name: 'status',
  summary: 'List the scanners: which work here, and how to get the others',
  arguments: [],
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
    {
      name: 'type',
      short: 't',
      value: 'TYPE',
      repeatable: true,
      description: 'Only these families; a comma-separated list also works',
      choices: SCAN_TYPE_WORDS,
      group: 'Options',
    },
    {
      name: 'require',
      value: 'TYPES',
      repeatable: true,
      description: 'Exit 1 when one of these families has no usable scanner',
      choices: SCAN_TYPE_WORDS,
      group: 'Options',
    },
    ...serverOptions,
  ],
  examples: [{ command: 'securescan status --require code,dependency', note: 'check an image' }],
  load: async () => (await import('../run/status.ts')).run,
};
