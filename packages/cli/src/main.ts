import { EXIT } from './exit-codes.ts';
import { readProcessEnvironment, toEnvironment } from './io/environment.ts';
import { createProcessIo } from './io/process-io.ts';
import { runProgram } from './program.ts';

/** A launcher may pass on the signal that the terminal has sent us already; that copy is not a second wish. */
const COPY_WITHIN_MS = 500;

// Warnings about libraries are for us, not for users, and stderr is part of what the command says.
process.noDeprecation = true;

const interruption = new AbortController();
let hurry: (() => void) | undefined;
let interruptedAt = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // allow(ambient-time): nothing of it reaches an output.
    const now = performance.now();
    if (!interruption.signal.aborted) {
      interruptedAt = now;
      interruption.abort(new Error(name));
    } else if (now - interruptedAt > COPY_WITHIN_MS) {
      interruptedAt = now;
      if (hurry) {
        hurry();
        hurry = undefined;
        return;
      }
      // Again means "at once": leaving ends the children's process groups too (see host).
      process.exit(EXIT.interrupted);
    }
  });
}

const io = createProcessIo(toEnvironment(readProcessEnvironment()), interruption.signal, (listener) => {
  hurry = listener;
});
const exitCode = await runProgram(process.argv.slice(2), io);
// A write that failed meanwhile (full disk) has set its own status.
process.exitCode = process.exitCode === undefined || exitCode !== EXIT.ok ? exitCode : process.exitCode;
