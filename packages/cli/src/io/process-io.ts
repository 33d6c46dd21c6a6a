import { fstatSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { wantsColour } from './colour.ts';
import type { Environment } from './environment.ts';
import type { Input, Io, Output } from './io.ts';

/** The real process as `Io`. */
export function createProcessIo(env: Environment, signal: AbortSignal, onHurry: Io['onHurry']): Io {
  return {
    stdout: toOutput(process.stdout, env, refuseResult),
    // Where messages cannot be written, nobody can be told; the exit status still says it.
    stderr: toOutput(process.stderr, env, () => {
      process.exitCode = 3;
    }),
    stdin: toInput(process.stdin),
    env,
    cwd: process.cwd(),
    signal,
    ...(onHurry ? { onHurry } : {}),
  };
}

/** Standard streams are terminals only sometimes, which their type does not say. */
type StandardStream = Omit<WriteStream, 'isTTY'> & { readonly isTTY?: boolean; readonly fd: number };

/** A result that cannot be written ends the run. Loaded only now, since the class brings the schema library along. */
async function refuseResult(cause: Error): Promise<never> {
  const { SecureScanError, describeError } = await import('@securescan/model');
  throw new SecureScanError('E_WRITE', `standard output could not be written: ${describeError(cause)}`, { cause });
}

function toOutput(
  stream: StandardStream,
  env: Environment,
  onFailure: (cause: Error) => void | Promise<never>,
): Output {
  let gone = false;
  // The failure is dealt with where the write was asked for; without a listener it would end the process.
  stream.on('error', () => {
    gone = true;
  });
  const isTty = stream.isTTY ?? false;
  const toFile = !isTty && isFile(stream.fd);
  const fixed = Number(env.get('COLUMNS'));
  return {
    isTty,
    colour: wantsColour(env, isTty),
    columns: () => (isTty ? (Number.isSafeInteger(fixed) && fixed > 0 ? fixed : stream.columns || 80) : null),
    rows: () => (isTty ? stream.rows || 24 : null),
    atExit(text) {
      const restore = () => {
        if (!gone) writeSync(stream.fd, text);
      };
      process.once('exit', restore);
      return () => process.off('exit', restore);
    },
    async write(chunk) {
      if (gone || chunk.length === 0) return;
      const failure = toFile ? writeAll(stream.fd, chunk) : await writeTo(stream, chunk);
      // The reader closed its end (`| head`); what it did not want is no failure of ours. A full disk is.
      if (failure === null || failure.code === 'EPIPE') return;
      gone = true;
      await onFailure(failure);
    },
  };
}

function isFile(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFile() || stat.isCharacterDevice();
  } catch {
    // Closed on the far side; writing will tell.
    return false;
  }
}

function writeTo(stream: StandardStream, chunk: string | Uint8Array): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    stream.write(chunk, (failure) => resolve(failure ?? null));
  });
}

/** Node's own stream to a file writes once; what a full disk did not take of it would be lost without a word. */
function writeAll(fd: number, chunk: string | Uint8Array): NodeJS.ErrnoException | null {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function toInput(stream: Readable & { readonly isTTY?: boolean }): Input {
  let lines: AsyncIterator<string> | undefined;
  return {
    isTty: stream.isTTY === true,
    // Few commands read; what it takes is loaded by those that do.
    readAll: async () => (await import('node:stream/consumers')).text(stream),
    async readLine() {
      lines ??= (await import('node:readline')).createInterface({ input: stream })[Symbol.asyncIterator]();
      const next = await lines.next();
      if (next.done === true) return null;
      return next.value;
    },
  };
}
