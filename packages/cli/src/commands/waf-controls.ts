import type { CommandSpec, OptionSpec } from '../command/spec.ts';
import { controlOptions, formatOption, keyOptions } from './waf-options.ts';

const statusOption: OptionSpec = {
  name: 'status',
  value: 'STATUS',
  repeatable: true,
  description: 'Which states are loaded; a comma-separated list also works',
  choices: ['active', 'draft', 'deprecated'],
  default: 'active',
  group: 'What to scan',
};

export const wafControlsListCommand: CommandSpec = {
  name: 'waf controls list',
  summary: 'List the controls: id, pillar, severity, title',
  arguments: [],
  options: [formatOption, ...controlOptions, statusOption, ...keyOptions],
  examples: [{ command: 'securescan waf controls list --pillar cost', note: 'one pillar of the built-in catalogue' }],
  load: async () => (await import('../run/waf/controls-list.ts')).run,
};

export const wafControlsShowCommand: CommandSpec = {
  name: 'waf controls show',
  summary: 'Tell all about one control: why, its checks, how to mend, examples, frameworks',
  arguments: [{ name: 'ID', description: 'id of the control, in any case', required: true }],
  options: [formatOption, ...controlOptions, statusOption, ...keyOptions],
  examples: [{ command: 'securescan waf controls show SS-SEC-010', note: 'one control' }],
  load: async () => (await import('../run/waf/controls-show.ts')).run,
};

export const wafControlsValidateCommand: CommandSpec = {
  name: 'waf controls validate',
  summary: 'Check control files, and name every mistake with its line',
  description: 'Exit 2 when a file is wrong. Warnings alone do not change the status.',
  arguments: [
    {
      name: 'PATH',
      description: 'control files or folders of them',
      required: true,
      repeatable: true,
      completes: 'directory',
    },
  ],
  options: [formatOption],
  examples: [{ command: 'securescan waf controls validate controls', note: 'before they are used' }],
  load: async () => (await import('../run/waf/controls-validate.ts')).run,
};
