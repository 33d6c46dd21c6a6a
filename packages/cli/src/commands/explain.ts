import type { CommandSpec } from '../command/spec.ts';

export const explainCommand: CommandSpec = {
  name: 'explain',
  summary: 'Say what a rule finds, why it matters and how to mend it',
  arguments: [{ name: 'RULE', description: 'rule id or scanner name', required: true }],
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
  examples: [
    { command: 'securescan explain dockerfile/DL003', note: 'a rule, the prefix may be left out' },
    { command: 'securescan explain secrets', note: 'a scanner with its rules' },
  ],
  load: async () => (await import('../run/explain.ts')).run,
};
