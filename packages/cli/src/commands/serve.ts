import type { CommandSpec } from '../command/spec.ts';

export const serveCommand: CommandSpec = {
  name: 'serve',
  summary: 'Run the server: REST API, event streams, webhooks',
  description:
    'Reads its settings from the environment, the .env file and these options (securescan serve --check shows them). Open without a key on loopback only; anywhere else it needs a key and TLS, or a proxy with TLS. One Ctrl-C stops it gracefully, a second one at once.',
  arguments: [],
  options: [
    {
      name: 'host',
      value: 'ADDRESS',
      description: 'Address to listen on',
      default: '127.0.0.1',
      environment: 'SECURESCAN_HOST',
      group: 'Options',
    },
    {
      name: 'port',
      value: 'PORT',
      description: 'Port to listen on; 0 takes a free one',
      default: '8000',
      environment: 'SECURESCAN_PORT',
      group: 'Options',
    },
    {
      name: 'db',
      value: 'FILE',
      description: 'Database file',
      default: '~/.securescan/scans.db',
      environment: 'SECURESCAN_DB_PATH',
      completes: 'file',
      group: 'Options',
    },
    { name: 'tls-cert', value: 'FILE', description: 'Certificate chain, PEM', completes: 'file', group: 'Options' },
    { name: 'tls-key', value: 'FILE', description: 'Key of the certificate, PEM', completes: 'file', group: 'Options' },
    {
      name: 'workers',
      value: 'N',
      description: 'Processes that answer requests; only 1 is possible',
      default: '1',
      group: 'Options',
    },
    {
      name: 'check',
      description: 'Show the settings as they would be used, secrets masked, and end',
      group: 'Options',
    },
  ],
  examples: [
    { command: 'securescan serve', note: 'open, for this machine only' },
    { command: 'securescan keys create --admin', note: 'a first key, before others may connect' },
  ],
  load: async () => (await import('../run/serve.ts')).run,
};
