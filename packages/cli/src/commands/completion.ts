import type { CommandSpec } from '../command/spec.ts';

export const completionCommand: CommandSpec = {
  name: 'completion',
  summary: 'Print the completion script of a shell',
  description: 'securescan --install-completion installs it for the current shell.',
  arguments: [
    {
      name: 'SHELL',
      description: 'bash, zsh, fish or powershell',
      required: false,
      default: '$SHELL',
      completes: 'shell',
    },
  ],
  options: [{ name: 'install', description: 'Install it instead of printing it', group: 'Options' }],
  examples: [{ command: 'source <(securescan completion bash)', note: 'use it in this shell' }],
  load: async () => (await import('../run/completion.ts')).run,
};
