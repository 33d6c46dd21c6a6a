import type { ToolSpec } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { pickVariables, toChildEnvironment, type Environment } from '../process/child-environment.ts';
import { runProcess, type ProcessResult } from '../process/run-process.ts';

const TIMEOUT_MS = 15 * 60 * 1000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const MAX_REASON = 1000;

/** Settings of package indexes and mirrors, which installing needs and scanning does not. */
const INDEX_VARIABLES = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_TRUSTED_HOST',
  'PIP_CERT',
  'PIP_CONFIG_FILE',
  'PIP_DEFAULT_TIMEOUT',
  'PIP_FIND_LINKS',
  'GOPROXY',
  'GOSUMDB',
  'GONOSUMDB',
  'GONOPROXY',
  'GOPRIVATE',
  'GOMODCACHE',
  'GOCACHE',
] as const;

export interface InstallOptions {
  /** The private directory; see `toolsDirectory`. */
  readonly toolsDirectory: string;
  /** Directory of the lock files that `distribution.lockFile` names. */
  readonly lockDirectory: string;
  readonly environment: Environment;
  readonly signal?: AbortSignal;
  /** Install again although the pinned version is there. */
  readonly force?: boolean;
  /** Told what is being done, a line at a time. */
  onProgress?(line: string): void;
}

/** What the steps of one installation share. */
export interface InstallStep extends InstallOptions {
  readonly spec: ToolSpec;
  /** Empty directory that the tool goes into. */
  readonly directory: string;
  readonly hint: string;
}

/**
 * Runs one command of an installation.
 * @throws SecureScanError E_TOOL_INSTALL with the end of what it printed, E_CANCELLED
 */
export async function runInstallStep(
  step: InstallStep,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { environment } = step;
  step.onProgress?.([command, ...args].join(' '));
  const result = await runProcess({
    command,
    args,
    cwd: step.directory,
    env: toChildEnvironment(environment, { ...pickVariables(environment, INDEX_VARIABLES), ...env }),
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal: step.signal,
  });
  if (result.end.kind === 'cancelled') throw new SecureScanError('E_CANCELLED', 'The installation was cancelled.');
  if (result.end.kind === 'exit' && result.end.exitCode === 0) return result.stdout.toString('utf8');
  throw toInstallError(step, command, result);
}

/** An error of installing, with the way to get the tool by hand. */
function toInstallError(step: InstallStep, command: string, result: ProcessResult): SecureScanError {
  const said = (result.stderr.trim() === '' ? result.stdout.toString('utf8') : result.stderr).trim();
  const lines = said.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('ERROR:'));
  const reason = lines.slice(start < 0 ? -4 : start).join(' ');
  const how =
    result.end.kind === 'exit' ? `ended with code ${result.end.exitCode}` : `was stopped (${result.end.kind})`;
  return new SecureScanError(
    'E_TOOL_INSTALL',
    `Installing ${step.spec.command} failed: ${command} ${how}: ${reason.slice(0, MAX_REASON).replace(/[.!]$/, '')}. To get it by hand: ${step.hint}`,
    { details: { tool: step.spec.command, output: said.slice(-4000) } },
  );
}
