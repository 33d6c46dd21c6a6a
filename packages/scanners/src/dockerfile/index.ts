import { defineScanner } from '@securescan/core';
import { dockerfileCheck, isDockerfile } from './file-check.ts';

/** Dockerfiles, read as Docker reads them. */
export const dockerfile = defineScanner({
  id: 'dockerfile',
  scanType: 'iac',
  description: 'Reads Dockerfiles as Docker does and judges images, users, downloads, secrets and permissions.',
  checks: ['base images', 'root user', 'unchecked downloads', 'secrets', 'permissions', 'ports'],
  targets: ['directory', 'file'],
  tool: null,
  expectedSeconds: 1,
  fileCheck: dockerfileCheck,
  reads: isDockerfile,
  run: async ({ tree }) => {
    const { findings, notes } = await tree.check(dockerfileCheck.id);
    return { findings, notes };
  },
});
