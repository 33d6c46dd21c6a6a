import type { CommandSpec, OptionSpec } from '../command/spec.ts';

const range: readonly OptionSpec[] = [
  { name: 'from', value: 'N', description: 'First row', default: 'the first that is kept', group: 'Options' },
  { name: 'to', value: 'N', description: 'Last row', default: 'the last', group: 'Options' },
];

export const auditVerifyCommand: CommandSpec = {
  name: 'audit verify',
  summary: 'Compute the audit log anew and name the first row that is wrong',
  description:
    'Shows rows that were changed, removed, exchanged or cut off. Checkpoints in a second place also show an end that was cut off together with its checkpoints. Exit 1 when something is wrong.',
  arguments: [],
  options: [
    ...range,
    {
      name: 'checkpoints',
      value: 'FILE',
      repeatable: true,
      description: 'Checkpoints of a second place',
      default: 'SECURESCAN_AUDIT_CHECKPOINT_FILE, else the file beside the database',
      completes: 'file',
      group: 'Options',
    },
    {
      name: 'public-key',
      value: 'FILE',
      repeatable: true,
      description: 'PEM file with the key that signs checkpoints; keep a copy of it elsewhere',
      default: 'audit-key.pub.pem beside the database',
      completes: 'file',
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
      command: 'securescan audit verify --checkpoints /mnt/worm/checkpoints.jsonl --public-key audit-key.pub.pem',
      note: 'against a place that this machine cannot rewrite',
    },
  ],
  load: async () => (await import('../run/audit-verify.ts')).run,
};

export const auditExportCommand: CommandSpec = {
  name: 'audit export',
  summary: 'Print the audit log as lines of JSON, oldest first',
  description: 'Each line holds the columns that its hash covers, so that the chain can be verified elsewhere.',
  arguments: [],
  options: range,
  examples: [{ command: 'securescan audit export --from 1000 > audit.jsonl', note: 'from a row on' }],
  load: async () => (await import('../run/audit-export.ts')).run,
};
