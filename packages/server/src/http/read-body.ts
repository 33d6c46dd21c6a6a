import type { Readable } from 'node:stream';
import { HttpProblem } from '../problem/http-problem.ts';

/** How much of a body is read, and for how long. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * Reads a whole body.
 * @param announced - Content-Length, when there is one; a body that says it is too large is not read at all
 * @throws HttpProblem 413 or 408; the connection has to be closed then, since the rest of the body is still coming
 */
export async function readBody(
  source: Readable,
  { maxBytes, timeoutMs }: BodyLimits,
  announced: number | undefined,
): Promise<Buffer> {
  if (announced !== undefined && announced > maxBytes) throw tooLarge(maxBytes);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > maxBytes) reject(tooLarge(maxBytes));
    else chunks.push(chunk);
  };
  let isWhole = false;
  const onEnd = (): void => {
    isWhole = true;
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
  };
  const onBreak = (): void => {
    // Every stream closes after its end; an error for nobody would cost more than the body.
    if (!isWhole) reject(new HttpProblem(400, 'The connection ended before the body was complete'));
  };
  const timer = setTimeout(() => {
    reject(new HttpProblem(408, `The body did not arrive within ${timeoutMs / 1000} s`));
  }, timeoutMs);
  source.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    source.off('data', onData).off('end', onEnd).off('close', onBreak);
    // An error after this belongs to nobody, and without a listener it would end the process.
    source.off('error', onBreak).on('error', ignore);
    source.pause();
  }
}

function ignore(): void {
  // The answer has been decided.
}

function tooLarge(maxBytes: number): HttpProblem {
  return new HttpProblem(413, `The body is larger than ${maxBytes} bytes`);
}
