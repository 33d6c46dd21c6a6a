import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolDistribution } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { runInstallStep, type InstallStep } from './install-step.ts';
import { locateTool } from './locate-tool.ts';

const PYTHON_NAMES = process.platform === 'win32' ? ['python', 'python3'] : ['python3', 'python'];
/** The oldest Python that the lock files are made for. */
const OLDEST_MINOR = 10;

/**
 * Makes a virtual environment and installs exactly what the lock file pins, wheels only: nothing is built, so no code of
 * a package runs while it is installed.
 * @returns absolute path of the executable
 */
export async function installFromPypi(
  distribution: Extract<ToolDistribution, { kind: 'pypi' }>,
  step: InstallStep,
): Promise<string> {
  const lock = join(step.lockDirectory, distribution.lockFile);
  await access(lock).catch((cause: unknown) => {
    throw new SecureScanError(
      'E_TOOL_INSTALL',
      `The lock file ${lock} of ${step.spec.command} is missing; reinstall securescan.`,
      {
        cause,
      },
    );
  });
  const python = await findPython(step);
  await runInstallStep(step, python, ['-m', 'venv', step.directory]);
  const bin = join(step.directory, process.platform === 'win32' ? 'Scripts' : 'bin');
  const executable = join(bin, process.platform === 'win32' ? `${step.spec.command}.exe` : step.spec.command);
  await runInstallStep(step, join(bin, process.platform === 'win32' ? 'python.exe' : 'python'), [
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--no-input',
    '--no-warn-script-location',
    '--disable-pip-version-check',
    '--requirement',
    lock,
  ]);
  await access(executable).catch((cause: unknown) => {
    throw new SecureScanError(
      'E_TOOL_INSTALL',
      `${distribution.package} was installed, but brought no program ${step.spec.command}.`,
      {
        cause,
      },
    );
  });
  return executable;
}

/** A Python that is new enough and can make virtual environments. */
async function findPython(step: InstallStep): Promise<string> {
  for (const name of PYTHON_NAMES) {
    const located = await locateTool(name, {
      configured: {},
      toolsDirectory: null,
      environment: step.environment,
    });
    if (located === null) continue;
    const version = await runInstallStep(step, located.path, [
      '-c',
      'import sys, venv, ensurepip; print(*sys.version_info[:2])',
    ]);
    const [major = 0, minor = 0] = version.trim().split(' ').map(Number);
    if (major === 3 && minor >= OLDEST_MINOR) return located.path;
  }
  throw new SecureScanError(
    'E_TOOL_INSTALL',
    `Installing ${step.spec.command} needs Python 3.${OLDEST_MINOR} or newer on PATH. To get the tool another way: ${step.hint}`,
  );
}
