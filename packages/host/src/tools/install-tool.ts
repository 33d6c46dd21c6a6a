import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolSpec } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { createClock } from '../clock/clock.ts';
import { installFromGo } from './install-go.ts';
import { installFromPypi } from './install-pypi.ts';
import type { InstallOptions, InstallStep } from './install-step.ts';
import { withInstallLock } from './install-lock.ts';
import { findInstalled, writeManifest, type InstalledTool } from './manifest.ts';

/**
 * Installs a tool into the private directory, in the pinned version; nothing outside that directory changes. The new
 * version stands whole beside the old one before the executable's link is switched to it. Several installations at once
 * are safe.
 * @throws SecureScanError E_TOOL_INSTALL (with how to get it by hand), E_CANCELLED
 */
export async function installTool(spec: ToolSpec, options: InstallOptions): Promise<InstalledTool> {
  const { distribution } = spec;
  if (distribution.kind === 'manual') {
    throw new SecureScanError('E_TOOL_INSTALL', `${spec.command} cannot be installed from here. ${getHint(spec)}`);
  }
  const lockFile = join(options.toolsDirectory, 'locks', `${spec.command}.lock`);
  try {
    return await withInstallLock(lockFile, options.signal, async () => {
      const present = await findInstalled(options.toolsDirectory, spec.command);
      if (options.force !== true && present?.version === distribution.version && (await isWhole(present)))
        return present;
      return install(spec, distribution, present, options);
    });
  } catch (error) {
    if (error instanceof SecureScanError) throw error;
    throw new SecureScanError(
      'E_TOOL_INSTALL',
      `${spec.command} could not be installed into ${options.toolsDirectory}: ${describeError(error)}`,
      { cause: error },
    );
  }
}

type Installable = Exclude<ToolSpec['distribution'], { kind: 'manual' }>;

async function install(
  spec: ToolSpec,
  distribution: Installable,
  previous: InstalledTool | null,
  options: InstallOptions,
): Promise<InstalledTool> {
  const { toolsDirectory } = options;
  // Virtual environments cannot be moved, so the directory has its last name from the start; the link is what switches.
  const unique = `${spec.command}-${distribution.version}-${randomBytes(4).toString('hex')}`;
  const directory = join(toolsDirectory, 'packages', unique);
  await mkdir(directory, { recursive: true, mode: 0o755 });
  try {
    const step: InstallStep = { spec, directory, hint: getHint(spec), ...options };
    const executable =
      distribution.kind === 'pypi'
        ? await installFromPypi(distribution, step)
        : await installFromGo(distribution, step);
    const path = await switchLink(toolsDirectory, spec.command, executable);
    const tool: InstalledTool = {
      command: spec.command,
      version: distribution.version,
      source: distribution.kind,
      installedAt: createClock(options.environment['SECURESCAN_FAKE_NOW']).now().toISOString(),
      path,
      directory,
      sha256: await hashFile(executable),
    };
    await writeManifest(toolsDirectory, tool);
    if (previous !== null && previous.directory !== directory && isInside(toolsDirectory, previous.directory)) {
      await rm(previous.directory, { recursive: true, force: true });
    }
    return tool;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Makes `bin/<command>` point to the executable, in one step. */
async function switchLink(toolsDirectory: string, command: string, executable: string): Promise<string> {
  const path = join(toolsDirectory, 'bin', command);
  await mkdir(join(toolsDirectory, 'bin'), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  await symlink(executable, temporary);
  await rename(temporary, path);
  return path;
}

async function isWhole(tool: InstalledTool): Promise<boolean> {
  try {
    await access(tool.path);
    return (await hashFile(await realpath(tool.path))) === tool.sha256;
  } catch {
    return false;
  }
}

function isInside(parent: string, path: string): boolean {
  return path.startsWith(join(parent, 'packages', '/')) && !path.includes('..');
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function getHint(spec: ToolSpec): string {
  const { default: byDefault, linux, darwin, win32 } = spec.installHint;
  const byPlatform: Partial<Record<NodeJS.Platform, string | undefined>> = { linux, darwin, win32 };
  return byPlatform[process.platform] ?? byDefault;
}
