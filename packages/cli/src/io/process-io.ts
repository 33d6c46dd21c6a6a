import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { wantsColour } from './colour.ts';
import type { Environment } from './environment.ts';
import type { Input, Io, Output } from './io.ts';

/** The real process as `Io`. */
export function createProcessIo(env: Environment, signal: AbortSignal): Io {
  return {
    stdout: toOutput(process.stdout, env),
    stderr: toOutput(process.stderr, env),
    stdin: toInput(process.stdin),
    env,
    cwd: process.cwd(),
    signal,
  };
}

/** Standard streams are terminals only sometimes, which their type does not say. */
type StandardStream = Omit<WriteStream, 'isTTY'> & { readonly isTTY?: boolean; readonly fd: number };

function toOutput(stream: StandardStream, env: Environment): Output {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader closed its end (`| head`); what it did not want is no failure of ours. A full disk is.
    if (error.code !== 'EPIPE') process.exitCode = 3;
    gone = true;
  });
  const isTty = stream.isTTY ?? false;
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
    write: (chunk) =>
      gone || chunk.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            stream.write(chunk, () => resolve());
          }),
  };
}

function toInput(stream: Readable & { readonly isTTY?: boolean }): Input {
  let lines: AsyncIterator<string> | undefined;
  return {
    isTty: stream.isTTY === true,
    readAll: () => text(stream),
    async readLine() {
      lines ??= createInterface({ input: stream })[Symbol.asyncIterator]();
      const next = await lines.next();
      if (next.done === true) return null;
      return next.value;
    },
  };
}
