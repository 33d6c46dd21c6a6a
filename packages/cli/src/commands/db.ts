import type { CommandSpec } from '../command/spec.ts';

export const dbBackupCommand: CommandSpec = {
  name: 'db backup',
  summary: 'Copy the SQLite database while it is in use',
  description:
    'The copy is the state of one moment, checked, and stands alone. PostgreSQL is backed up with pg_dump; the command is then printed.',
  arguments: [{ name: 'FILE', description: 'new file', required: true, completes: 'file' }],
  options: [],
  examples: [{ command: 'securescan db backup "backup-$(date +%F).db"', note: 'once a day' }],
  load: async () => (await import('../run/db.ts')).runBackup,
};

export const dbCheckCommand: CommandSpec = {
  name: 'db check',
  summary: 'Look for damage in the database',
  description: 'Changes nothing. Exit 1 when something is wrong.',
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
  ],
  examples: [],
  load: async () => (await import('../run/db.ts')).runCheck,
};
