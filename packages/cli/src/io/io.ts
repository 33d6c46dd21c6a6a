import type { Environment } from './environment.ts';
import { toVisible } from './visible.ts';

/** A stream the command writes to, with what is known of the other end. */
export interface Output {
  /**
   * Resolves when the chunk was handed to the system. A reader that went away (EPIPE) is not an error; a result that cannot
   * be written is (E_WRITE).
   */
  write(chunk: string | Uint8Array): Promise<void>;
  readonly isTty: boolean;
  /** Columns of the terminal; null when it is none. Read again at every use, since a window can be resized. */
  columns(): number | null;
  /** Lines of the terminal; null when it is none. */
  rows(): number | null;
  /** Writes a text when the process ends before the returned function is called; for giving a terminal back. */
  atExit(text: string): () => void;
  /** Whether colours are wanted, after NO_COLOR, FORCE_COLOR, TERM and CI. */
  readonly colour: boolean;
}

/** Where answers of the user come from. */
export interface Input {
  readonly isTty: boolean;
  /** The next line without its end, or null at the end of input. */
  readLine(): Promise<string | null>;
  /** All that is left. */
  readAll(): Promise<string>;
}

/** Everything a command may touch outside its arguments, so that a test can run it in-process with buffers. */
export interface Io {
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** Progress, notices, warnings, errors. */
  readonly stderr: Output;
  readonly stdin: Input;
  readonly env: Environment;
  readonly cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Calls the listener at the second signal, in place of ending the process; a third one ends it. */
  onHurry?(listener: () => void): void;
}

/** Writes one line to stderr; control characters in it are made visible. */
export function tell(io: Pick<Io, 'stderr'>, line: string): Promise<void> {
  return io.stderr.write(`${toVisible(line)}\n`);
}
