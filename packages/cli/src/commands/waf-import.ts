import type { CommandSpec } from '../command/spec.ts';

export const wafImportCommand: CommandSpec = {
  name: 'waf import',
  summary: 'Take over runs, controls, waivers and risk acceptances of a wafpass-server',
  description:
    "Reads the PostgreSQL database of a wafpass-server (revisions 0001 to 0007) and changes nothing in it. Runs keep their ids and times. It can be repeated: only what is new or was changed there is written, and what was changed here later stays. Into the server's database, as DATABASE_URL or SECURESCAN_DB_PATH name it.",
  arguments: [],
  options: [
    {
      name: 'from',
      value: 'URL',
      description: 'Address of the database: postgres://user@host:5432/wafpass; the password may come from PGPASSWORD',
      environment: 'WAFPASS_DATABASE_URL',
      group: 'Options',
    },
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
    {
      command: 'securescan waf import --from postgres://wafpass@db.example/wafpass',
      note: 'once, and once more when the old server has stopped',
    },
  ],
  load: async () => (await import('../run/waf/import.ts')).run,
};
