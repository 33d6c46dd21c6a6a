import type { ErrorCode } from '@securescan/model';

/** What the exit status of the command means. */
export const EXIT = { ok: 0, gate: 1, badInput: 2, notDone: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Exit status for every error; a new error code does not compile until it is placed here. */
export const EXIT_CODE_OF_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  E_ARGUMENT: EXIT.badInput,
  E_TARGET_NOT_FOUND: EXIT.badInput,
  E_TARGET_UNREADABLE: EXIT.badInput,
  E_TARGET_KIND: EXIT.badInput,
  E_CONFIG_NOT_FOUND: EXIT.badInput,
  E_CONFIG_UNREADABLE: EXIT.badInput,
  E_CONFIG_INVALID: EXIT.badInput,
  E_BASELINE_NOT_FOUND: EXIT.badInput,
  E_BASELINE_INVALID: EXIT.badInput,
  E_SNAPSHOT_INVALID: EXIT.badInput,
  E_REF_INVALID: EXIT.badInput,
  E_NOT_A_REPOSITORY: EXIT.badInput,
  E_ENVIRONMENT: EXIT.badInput,
  E_OUTPUT_PATH: EXIT.badInput,
  // `init` will not overwrite, an address is not allowed: nothing is wrong with the call itself.
  E_REFUSED: EXIT.gate,
  E_NO_SCANNER: EXIT.notDone,
  E_GIT: EXIT.notDone,
  E_WRITE: EXIT.notDone,
  E_STORE: EXIT.notDone,
  E_NETWORK: EXIT.notDone,
  E_CANCELLED: EXIT.interrupted,
  E_INTERNAL: EXIT.notDone,
  E_TOOL_MISSING: EXIT.notDone,
  E_TOOL_START: EXIT.notDone,
  E_TOOL_TIMEOUT: EXIT.notDone,
  E_TOOL_EXIT: EXIT.notDone,
  E_TOOL_OUTPUT: EXIT.notDone,
  E_TOOL_REPORT: EXIT.notDone,
  E_TOOL_INSTALL: EXIT.notDone,
  E_SCANNER: EXIT.notDone,
};
