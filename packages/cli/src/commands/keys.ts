import type { CommandSpec, OptionSpec } from '../command/spec.ts';

/** Words of the server's contract; written here so that `--help` need not load it (a test compares). */
export const ROLE_WORDS = ['viewer', 'submitter', 'analyst', 'approver', 'admin'] as const;
export const SCOPE_WORDS = ['read', 'write', 'admin'] as const;

const format: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FORMAT',
  description: 'Format',
  choices: ['text', 'json'],
  default: 'text',
  group: 'Report',
};

export const keysCreateCommand: CommandSpec = {
  name: 'keys create',
  summary: 'Make an API key in the database of the server',
  description:
    'The key is printed to stdout this once; the database keeps a salted hash of it. Works while the server runs and while it does not.',
  arguments: [],
  options: [
    {
      name: 'name',
      value: 'NAME',
      description: 'What people call it',
      default: 'made on the command line',
      group: 'Options',
    },
    { name: 'admin', description: 'Every scope, on every project; the first key must be one', group: 'Options' },
    {
      name: 'scopes',
      value: 'LIST',
      repeatable: true,
      description: 'What it may do; a comma-separated list also works',
      choices: SCOPE_WORDS,
      default: 'read,write',
      group: 'Options',
    },
    {
      name: 'role',
      value: 'ROLE',
      description: 'A named set of scopes, instead of --scopes',
      choices: ROLE_WORDS,
      group: 'Options',
    },
    {
      name: 'projects',
      value: 'LIST',
      repeatable: true,
      description: 'Only these projects; a comma-separated list also works',
      default: 'all',
      group: 'Options',
    },
    {
      name: 'expires',
      value: 'WHEN',
      description: 'Date, or time from now such as 90d or 12h',
      default: 'never',
      group: 'Options',
    },
    {
      name: 'signing',
      value: 'FILE',
      description: 'Make a pair of keys: the private one goes into this new file, and requests must be signed with it',
      completes: 'file',
      group: 'Options',
    },
    format,
  ],
  examples: [
    { command: 'securescan keys create --admin --name chief', note: 'the first key' },
    { command: 'securescan keys create --role submitter --projects shop --expires 90d', note: 'for a pipeline' },
  ],
  load: async () => (await import('../run/keys-create.ts')).run,
};

export const keysListCommand: CommandSpec = {
  name: 'keys list',
  summary: 'List the API keys of the server, newest first',
  arguments: [],
  options: [format],
  examples: [],
  load: async () => (await import('../run/keys.ts')).runList,
};

export const keysRevokeCommand: CommandSpec = {
  name: 'keys revoke',
  summary: 'Revoke an API key, from the next request on',
  arguments: [{ name: 'KEY', description: 'id or prefix of the key', required: true }],
  options: [],
  examples: [],
  load: async () => (await import('../run/keys.ts')).runRevoke,
};
