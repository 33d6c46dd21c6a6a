import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolDistribution } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { runInstallStep, type InstallStep } from './install-step.ts';
import { locateTool } from './locate-tool.ts';

/**
 * Builds a Go module in the pinned version; Go checks it against the checksum database.
 * @returns absolute path of the executable
 */
export async function installFromGo(
  distribution: Extract<ToolDistribution, { kind: 'go' }>,
  step: InstallStep,
): Promise<string> {
  const go = await locateTool('go', {
    configured: {},
    toolsDirectory: null,
    environment: step.environment,
  });
  if (go === null) {
    throw new SecureScanError(
      'E_TOOL_INSTALL',
      `Installing ${step.spec.command} needs Go on PATH. To get the tool another way: ${step.hint}`,
    );
  }
  const caches = join(step.directory, 'cache');
  await runInstallStep(step, go.path, ['install', `${distribution.module}@${distribution.version}`], {
    GOBIN: step.directory,
    GOFLAGS: '-mod=mod -modcacherw -trimpath',
    GOPATH: join(caches, 'path'),
    GOCACHE: step.environment['GOCACHE'] ?? join(caches, 'build'),
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
  });
  await rm(caches, { recursive: true, force: true });
  return join(step.directory, process.platform === 'win32' ? `${step.spec.command}.exe` : step.spec.command);
}
