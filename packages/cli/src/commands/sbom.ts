import type { CommandSpec } from '../command/spec.ts';

export const sbomCommand: CommandSpec = {
  name: 'sbom',
  summary: 'Write a software bill of materials',
  description: 'Reads the lock files and manifests of the target; nothing is downloaded.',
  arguments: [{ name: 'TARGET', description: 'directory', required: false, default: '.', completes: 'directory' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'FORMAT',
      description: 'Format',
      choices: ['cyclonedx', 'spdx'],
      default: 'cyclonedx',
      group: 'Report',
    },
    {
      name: 'output-file',
      value: 'FILE',
      description: 'Write it there instead of to stdout',
      completes: 'file',
      group: 'Report',
    },
    {
      name: 'exclude',
      value: 'GLOB',
      repeatable: true,
      description: 'Leave these paths out, beyond .gitignore and .securescanignore',
      group: 'What to scan',
    },
    { name: 'quiet', short: 'q', description: 'No notices', group: 'Running' },
  ],
  examples: [{ command: 'securescan sbom . --output-file bom.json', note: 'CycloneDX 1.5' }],
  load: async () => (await import('../run/sbom.ts')).run,
};
