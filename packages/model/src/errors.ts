import type { JsonObject } from './json.ts';

/**
 * Every error code of the product. Exit codes and HTTP statuses are derived from it by tables at the edges, so a new
 * code does not compile until each table places it.
 * @see docs/reference/errors.md
 */
export const ERROR_CODES = [
  // Bad input: the user can mend it.
  'E_ARGUMENT',
  'E_TARGET_NOT_FOUND',
  'E_TARGET_UNREADABLE',
  'E_TARGET_KIND',
  'E_CONFIG_NOT_FOUND',
  'E_CONFIG_UNREADABLE',
  'E_CONFIG_INVALID',
  'E_BASELINE_NOT_FOUND',
  'E_BASELINE_INVALID',
  'E_SNAPSHOT_INVALID',
  'E_REF_INVALID',
  'E_NOT_A_REPOSITORY',
  'E_ENVIRONMENT',
  'E_OUTPUT_PATH',
  'E_REFUSED',
  // The work could not be done.
  'E_NO_SCANNER',
  'E_GIT',
  'E_WRITE',
  'E_STORE',
  'E_NETWORK',
  'E_CANCELLED',
  'E_INTERNAL',
  // A tool or a scanner failed; becomes a `failed` outcome, not the end of a scan.
  'E_TOOL_MISSING',
  'E_TOOL_START',
  'E_TOOL_TIMEOUT',
  'E_TOOL_EXIT',
  'E_TOOL_OUTPUT',
  'E_TOOL_REPORT',
  'E_TOOL_INSTALL',
  'E_SCANNER',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An error of ours: a stable code, one sentence for people (what, where, how to mend it), structured details, and the
 * original in `cause`.
 */
export class SecureScanError extends Error {
  override readonly name = 'SecureScanError';
  readonly code: ErrorCode;
  readonly details: JsonObject;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: JsonObject } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** `ENOSPC: no space left on device, write`: what the system says of a call that failed. */
const SYSTEM_CALL = /^E[A-Z0-9]+: ([^,]+), [a-z0-9_]+\b/;

/**
 * The text of anything thrown, for wrapping in a sentence of ours. Of a failed system call it is the reason alone, since the
 * sentence names the place.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('syscall' in error ? SYSTEM_CALL.exec(error.message)?.[1] : undefined) ?? error.message;
}
