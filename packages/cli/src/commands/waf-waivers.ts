import type { CommandSpec, OptionSpec } from '../command/spec.ts';
import { formatOption, keyOptions, projectOption, urlOption } from './waf-options.ts';

const fileOption: OptionSpec = {
  name: 'skip-file',
  value: 'FILE',
  description: 'File with waivers or risk acceptances',
  default: 'risk_acceptance.yml, else .wafpass-skip.yml',
  completes: 'file',
  group: 'Options',
};
const prune: OptionSpec = {
  name: 'prune',
  description: 'Also delete what the server has for this project and the file has not',
  group: 'Options',
};

export const wafWaiversListCommand: CommandSpec = {
  name: 'waf waivers list',
  summary: 'List the waivers of a file, or of a server with --url, with their state',
  arguments: [],
  options: [formatOption, fileOption, urlOption, projectOption, ...keyOptions],
  examples: [],
  load: async () => (await import('../run/waf/waivers-list.ts')).runWaivers,
};

export const wafWaiversCheckCommand: CommandSpec = {
  name: 'waf waivers check',
  summary: 'Check a file of waivers: mistakes, expired and soon expiring entries',
  description: 'Exit 1 when a waiver has expired, 2 when the file is wrong.',
  arguments: [],
  options: [fileOption],
  examples: [{ command: 'securescan waf waivers check', note: 'in a pipeline' }],
  load: async () => (await import('../run/waf/waivers-check.ts')).run,
};

export const wafWaiversPushCommand: CommandSpec = {
  name: 'waf waivers push',
  summary: 'Put the waivers of a file on a server',
  arguments: [],
  options: [fileOption, urlOption, projectOption, prune, ...keyOptions],
  examples: [
    { command: 'securescan waf waivers push --url https://waf.example --project shop', note: 'for one project' },
  ],
  load: async () => (await import('../run/waf/waivers-push.ts')).runWaivers,
};

export const wafWaiversPullCommand: CommandSpec = {
  name: 'waf waivers pull',
  summary: 'Write the waivers of a server into a file, or to stdout',
  arguments: [],
  options: [
    { ...fileOption, description: 'File to write', default: 'stdout' },
    urlOption,
    projectOption,
    ...keyOptions,
  ],
  examples: [
    { command: 'securescan waf waivers pull --skip-file .wafpass-skip.yml', note: 'for work without the server' },
  ],
  load: async () => (await import('../run/waf/waivers-pull.ts')).run,
};

export const wafRisksListCommand: CommandSpec = {
  name: 'waf risks list',
  summary: 'List the risk acceptances of risk_acceptance.yml, or of a server with --url',
  arguments: [],
  options: [formatOption, { ...fileOption, default: 'risk_acceptance.yml' }, urlOption, projectOption, ...keyOptions],
  examples: [],
  load: async () => (await import('../run/waf/waivers-list.ts')).runRisks,
};

export const wafRisksPushCommand: CommandSpec = {
  name: 'waf risks push',
  summary: 'Put the risk acceptances of risk_acceptance.yml on a server',
  arguments: [],
  options: [{ ...fileOption, default: 'risk_acceptance.yml' }, urlOption, projectOption, prune, ...keyOptions],
  examples: [],
  load: async () => (await import('../run/waf/waivers-push.ts')).runRisks,
};
