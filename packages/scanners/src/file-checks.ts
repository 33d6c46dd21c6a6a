import type { FileCheck } from '@securescan/core';
import { dockerfileCheck } from './dockerfile/file-check.ts';
import { secretsFileCheck } from './secrets/file-check.ts';

/**
 * The checks on single files by scanner id, for the shared walk and its worker threads. Named here and not gathered from
 * the scanners, so that a worker loads nothing but them.
 */
export const fileChecks: Readonly<Record<string, FileCheck>> = {
  secrets: secretsFileCheck,
  dockerfile: dockerfileCheck,
};
