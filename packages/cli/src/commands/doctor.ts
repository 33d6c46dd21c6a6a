import type { CommandSpec } from '../command/spec.ts';

export const doctorCommand: CommandSpec = {
  name: 'doctor',
  summary: 'Check the settings and the database of the server for weaknesses',
  description:
    'Reads what securescan serve would read here and says of each point whether it is well, and how to mend it where it is not. Exit 1 while anything is left to mend.',
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
    { name: 'host', value: 'ADDRESS', description: 'Judge as if the server listened there', group: 'Options' },
  ],
  examples: [{ command: 'securescan doctor --host 0.0.0.0', note: 'before others can reach it' }],
  load: async () => (await import('../run/doctor.ts')).run,
};
