import type { CommandSpec, OptionSpec } from '../command/spec.ts';

const format: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FORMAT',
  description: 'Format',
  choices: ['text', 'json'],
  default: 'text',
  group: 'Report',
};

export const toolsListCommand: CommandSpec = {
  name: 'tools list',
  summary: 'List the external scanners: version, place, how to get them',
  arguments: [],
  options: [format],
  examples: [],
  load: async () => (await import('../run/tools.ts')).runList,
};

export const toolsInstallCommand: CommandSpec = {
  name: 'tools install',
  summary: 'Install external scanners into a private directory',
  description:
    'Every package is pinned by version and hash. Nothing outside the private directory (~/.securescan/tools) changes.',
  arguments: [
    { name: 'TOOL', description: 'one tool', required: false, default: 'all that can be installed', completes: 'tool' },
  ],
  options: [{ name: 'force', description: 'Install again although it is there', group: 'Options' }],
  examples: [{ command: 'securescan tools install semgrep', note: 'one tool' }],
  load: async () => (await import('../run/tools.ts')).runInstall,
};

export const toolsPathCommand: CommandSpec = {
  name: 'tools path',
  summary: 'Print where a tool is, or the private directory',
  arguments: [
    { name: 'TOOL', description: 'one tool', required: false, default: 'the private directory', completes: 'tool' },
  ],
  options: [],
  examples: [],
  load: async () => (await import('../run/tools.ts')).runPath,
};
