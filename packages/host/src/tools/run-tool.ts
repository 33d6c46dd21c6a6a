import type { ToolInvocation, ToolRun } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { toJailed, type Jail } from '../jail/jail.ts';
import type { Environment } from '../process/child-environment.ts';
import { runProcess, type ProcessEnd } from '../process/run-process.ts';
import { toToolEnvironment } from './tool-environment.ts';
import { findReason } from './find-reason.ts';

const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * Runs a tool within its limits.
 * @param jail - the sandbox to put it into, or null
 * @throws SecureScanError E_TOOL_START, E_TOOL_TIMEOUT, E_TOOL_EXIT, E_TOOL_OUTPUT, E_CANCELLED
 */
export async function runTool(
  invocation: ToolInvocation,
  environment: Environment,
  jail: Jail | null,
  graceMs?: number,
): Promise<ToolRun> {
  const { spec, path, args, options, defaults, signal } = invocation;
  const cwd = options.cwd ?? defaults.cwd;
  const timeoutMs = options.timeoutMs ?? defaults.timeoutMs;
  const maxOutputBytes = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const env = toToolEnvironment(environment, path, options.env);
  const plain = { command: path, args, cwd, env };
  const result = await runProcess({
    ...(jail === null
      ? plain
      : toJailed(jail, plain, {
          sourceRoot: invocation.sourceRoot,
          network: options.network === true,
          readable: options.readable ?? [],
        })),
    timeoutMs,
    maxOutputBytes,
    signal,
    ...(graceMs === undefined ? {} : { graceMs }),
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  });
  const accepted = options.okExitCodes ?? [0];
  if (result.end.kind !== 'exit' || !accepted.includes(result.end.exitCode)) {
    throw toToolError(spec.command, result.end, result.stderr, { timeoutMs, maxOutputBytes });
  }
  return {
    exitCode: result.end.exitCode,
    stdout: result.stdout.toString('utf8'),
    stderr: result.stderr,
    durationMs: result.durationMs,
  };
}

function toToolError(
  tool: string,
  end: ProcessEnd,
  stderr: string,
  limits: { readonly timeoutMs: number; readonly maxOutputBytes: number },
): SecureScanError {
  const details = { tool, stderr: stderr.slice(-4000) };
  const said = findReason(stderr) ?? 'it printed no reason';
  switch (end.kind) {
    case 'timeout':
      return new SecureScanError(
        'E_TOOL_TIMEOUT',
        `${tool} did not finish within ${limits.timeoutMs / 1000} s and was ended; raise the limit with --timeout or scan less.`,
        { details },
      );
    case 'output':
      return new SecureScanError(
        'E_TOOL_OUTPUT',
        `${tool} printed more than ${Math.round(limits.maxOutputBytes / 1024 / 1024)} MiB and was ended; scan a smaller part.`,
        { details },
      );
    case 'cancelled':
      return new SecureScanError('E_CANCELLED', `${tool} was cancelled.`, { details });
    case 'signal':
      return new SecureScanError('E_TOOL_EXIT', `${tool} was ended by ${end.signal}: ${said}`, {
        details: { ...details, signal: end.signal },
      });
    case 'exit':
      return new SecureScanError('E_TOOL_EXIT', `${tool} ended with code ${end.exitCode}: ${said}`, {
        details: { ...details, exitCode: end.exitCode },
      });
    default:
      return end satisfies never;
  }
}
