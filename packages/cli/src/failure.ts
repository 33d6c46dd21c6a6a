import type { ErrorCode, SecureScanError } from '@securescan/model';
import { UsageError } from './command/usage-error.ts';
import { EXIT, EXIT_CODE_OF_ERROR } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { isDebug } from './io/environment.ts';
import type { Environment } from './io/environment.ts';

/** Lines for stderr about something thrown, and the exit status that goes with it. */
export interface Failure {
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** Errors whose message is a list, a line each. In all others a line break comes from a word the user typed. */
const LISTS: ReadonlySet<ErrorCode> = new Set(['E_CONFIG_INVALID', 'E_BASELINE_NOT_FOUND']);

/**
 * Puts an error into lines that start with a prefix, usually the command's name and a colon. A stack trace is added only
 * with `SECURESCAN_LOG_LEVEL=DEBUG`.
 */
export function describeFailure(error: unknown, prefix: string, env: Environment): Failure {
  const trace = isDebug(env) && error instanceof Error && error.stack !== undefined ? error.stack.split('\n') : [];
  if (error instanceof UsageError || isSecureScanError(error)) {
    const parts = isSecureScanError(error) && LISTS.has(error.code) ? error.message.split('\n') : [error.message];
    const lines = parts.map((part) => `${prefix}${part}`);
    return {
      lines: [...lines, ...trace],
      exitCode: error instanceof UsageError ? EXIT.badInput : EXIT_CODE_OF_ERROR[error.code],
    };
  }
  const what = error instanceof Error ? error.message.split('\n')[0] : String(error);
  const hint = trace.length > 0 ? '' : '; set SECURESCAN_LOG_LEVEL=DEBUG for the trace and report it';
  return { lines: [`${prefix}internal error: ${what}${hint}`, ...trace], exitCode: EXIT.notDone };
}

/** By shape, not by class: loading the class would load the schema library before `--help`. */
function isSecureScanError(error: unknown): error is SecureScanError {
  return (
    error instanceof Error &&
    error.name === 'SecureScanError' &&
    'code' in error &&
    String(error.code) in EXIT_CODE_OF_ERROR
  );
}
