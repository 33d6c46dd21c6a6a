import { SecureScanError } from '@securescan/model';
import { toChildEnvironment } from '../process/child-environment.ts';
import { runProcess, type ProcessOptions, type ProcessResult } from '../process/run-process.ts';

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * A scanned repository's own configuration must not make git run anything: no hooks, no file system monitor, no pager, no
 * transport. @see https://git-scm.com/docs/git-config
 */
const SAFE_CONFIG = [
  'core.quotePath=false',
  'core.fsmonitor=',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.untrackedCache=false',
  'protocol.allow=never',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
].flatMap((entry) => ['-c', entry]);

const SAFE_ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  // Overrides every `protocol.*.allow` of the repository: a partial clone must not fetch while it is scanned.
  GIT_ALLOW_PROTOCOL: 'none',
};

export interface GitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly stdin?: string | Uint8Array;
  readonly onStdout?: ProcessOptions['onStdout'];
  readonly maxOutputBytes?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs git in a directory and hands back how it ended, whatever the exit code.
 * @throws SecureScanError E_TOOL_START when there is no git
 */
export async function tryGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<ProcessResult> {
  return runProcess({
    command: 'git',
    args: [...SAFE_CONFIG, ...args],
    cwd,
    env: toChildEnvironment(process.env, { ...SAFE_ENVIRONMENT, ...options.env }),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxOutputBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
    signal: options.signal,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    ...(options.onStdout === undefined ? {} : { onStdout: options.onStdout }),
  });
}

/**
 * Runs git and hands back its standard output.
 * @throws SecureScanError E_GIT when it fails, takes too long or says too much; E_CANCELLED
 */
export async function runGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const result = await tryGit(cwd, args, options);
  if (result.end.kind === 'exit' && result.end.exitCode === 0) return result.stdout;
  throw toGitError(args[0] ?? '', cwd, result);
}

/** The error for a git command that did not end well. */
export function toGitError(command: string, cwd: string, result: ProcessResult): SecureScanError {
  const { end } = result;
  if (end.kind === 'cancelled') return new SecureScanError('E_CANCELLED', `git ${command} was cancelled.`);
  const how =
    end.kind === 'exit'
      ? `ended with code ${end.exitCode}`
      : end.kind === 'signal'
        ? `was ended by ${end.signal}`
        : end.kind === 'timeout'
          ? 'took too long'
          : 'printed too much';
  const said = result.stderr.trim();
  const hint = said.includes('dubious ownership')
    ? ` Git does not trust a repository of another user; if you do, run: git config --global --add safe.directory ${cwd}`
    : '';
  return new SecureScanError('E_GIT', `git ${command} ${how} in ${cwd}${said === '' ? '.' : `: ${said}`}${hint}`, {
    details: { command },
  });
}

/** Splits NUL-separated output into its parts. */
export function splitNul(output: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0, start); end !== -1; end = output.indexOf(0, start)) {
    parts.push(output.subarray(start, end));
    start = end + 1;
  }
  if (start < output.length) parts.push(output.subarray(start));
  return parts;
}
