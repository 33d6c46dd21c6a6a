import type { CommandSpec } from '../command/spec.ts';
import { serverOptions } from './shared-options.ts';

export const historyCommand: CommandSpec = {
  name: 'history',
  summary: 'List earlier scans',
  arguments: [],
  options: [
    {
      name: 'limit',
      short: 'n',
      value: 'N',
      description: 'At most this many, newest first',
      default: '20',
      group: 'Options',
    },
    {
      name: 'status',
      value: 'STATUS',
      description: 'Only scans in this state',
      choices: ['pending', 'running', 'completed', 'failed', 'cancelled'],
      group: 'Options',
    },
    { name: 'target', value: 'TEXT', description: 'Only targets that contain this', group: 'Options' },
    {
      name: 'output',
      short: 'o',
      value: 'FORMAT',
      description: 'Format',
      choices: ['text', 'json'],
      default: 'text',
      group: 'Report',
    },
    ...serverOptions,
  ],
  examples: [{ command: 'securescan history --status failed', note: 'what went wrong lately' }],
  load: async () => (await import('../run/history.ts')).run,
};
