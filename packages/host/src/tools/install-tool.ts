import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolSpec } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { createClock } from '../clock/clock.ts';
import { makeDirectory } from '../files/make-directory.ts';
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
      return install(spec, distribution, options);
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

async function install(spec: ToolSpec, distribution: Installable, options: InstallOptions): Promise<InstalledTool> {
  const { toolsDirectory } = options;
  // Virtual environments cannot be moved, so the directory has its last name from the start; the link is what switches.
  const unique = `${spec.command}-${distribution.version}-${randomBytes(4).toString('hex')}`;
  const directory = join(toolsDirectory, 'packages', unique);
  await makeDirectory(directory, 0o755);
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
    await removeOthers(toolsDirectory, tool);
    return tool;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Older versions, and what an installation left behind that was killed. Only one installation of a tool runs at a time. */
async function removeOthers(toolsDirectory: string, { command, directory }: InstalledTool): Promise<void> {
  const packages = join(toolsDirectory, 'packages');
  for (const name of await readdir(packages)) {
    const isOurs = name.startsWith(`${command}-`) && /^[\w.+-]*-[0-9a-f]{8}$/.test(name.slice(command.length));
    const path = join(packages, name);
    if (isOurs && path !== directory) await rm(path, { recursive: true, force: true });
  }
}

/** Makes `bin/<command>` point to the executable, in one step. */
async function switchLink(toolsDirectory: string, command: string, executable: string): Promise<string> {
  const path = join(toolsDirectory, 'bin', command);
  await makeDirectory(join(toolsDirectory, 'bin'));
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

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function getHint(spec: ToolSpec): string {
  const { default: byDefault, linux, darwin, win32 } = spec.installHint;
  const byPlatform: Partial<Record<NodeJS.Platform, string | undefined>> = { linux, darwin, win32 };
  // What has just failed is no way out.
  return (byPlatform[process.platform] ?? byDefault).replace(/ \(or: securescan tools install [^)]*\)/, '');
}
