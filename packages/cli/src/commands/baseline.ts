import type { CommandSpec } from '../command/spec.ts';
import { aiOptions, partialOptions, runningOptions, selectionOptions, typeOption } from './shared-options.ts';

export const baselineCommand: CommandSpec = {
  name: 'baseline',
  summary: 'Write the current findings as a baseline',
  description: 'The file holds no time and no id, so that equal trees give equal bytes. Suppressions are not applied.',
  arguments: [{ name: 'TARGET', description: 'directory', required: false, default: '.', completes: 'directory' }],
  options: [
    typeOption('code'),
    ...selectionOptions,
    {
      name: 'output-file',
      short: 'o',
      value: 'FILE',
      description: 'Where to write it',
      default: '.securescan/baseline.json',
      completes: 'file',
      group: 'Report',
    },
    {
      name: 'update',
      description: 'Add new findings to the file and remove vanished ones, and list both',
      group: 'Report',
    },
    { name: 'prune', description: 'Only remove vanished findings from the file, and list them', group: 'Report' },
    ...partialOptions,
    ...runningOptions,
    ...aiOptions,
  ],
  examples: [
    { command: 'securescan baseline', note: 'accept all that is there today' },
    { command: 'securescan baseline --prune', note: 'forget what has been fixed' },
  ],
  load: async () => (await import('../run/baseline.ts')).run,
};
