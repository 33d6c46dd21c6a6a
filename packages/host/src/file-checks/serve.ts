import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { FileCheck } from '@securescan/core';
import { asRepoPath, describeError } from '@securescan/model';
import { decodeText, isBinary } from '../walk/decode.ts';
import { readFileBoundedSync } from '../walk/read-file.ts';
import {
  PROGRESS,
  type BatchRequest,
  type CheckOutcome,
  type FileJob,
  type FileOutcome,
  type WorkerMessage,
  type WorkerSetup,
} from './protocol.ts';

/**
 * Body of the worker thread's entry module: reads each file once and runs the wanted checks on it.
 * @param checks - all checks by id, the same as `createMachine` got
 */
export function serveFileChecks(checks: Readonly<Record<string, FileCheck>>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveFileChecks runs in a worker thread of createMachine only');
  const setup = workerData as WorkerSetup;
  const progress = new Int32Array(setup.progress);
  const send = (message: WorkerMessage): void => port.postMessage(message);
  port.on('message', (request: BatchRequest) => {
    send({ kind: 'done', outcomes: runBatch(request, checks, setup.maxBytes, progress) });
  });
  send({ kind: 'ready' });
}

function runBatch(
  request: BatchRequest,
  checks: Readonly<Record<string, FileCheck>>,
  maxBytes: number,
  progress: Int32Array,
): FileOutcome[] {
  const outcomes: FileOutcome[] = [];
  for (const [index, job] of request.files.entries()) {
    Atomics.store(progress, PROGRESS.file, index);
    Atomics.store(progress, PROGRESS.check, -1);
    Atomics.add(progress, PROGRESS.ticks, 1);
    outcomes.push(runFile(job, checks, maxBytes, progress));
  }
  return outcomes;
}

function runFile(
  job: FileJob,
  checks: Readonly<Record<string, FileCheck>>,
  maxBytes: number,
  progress: Int32Array,
): FileOutcome {
  const location = typeof job.location === 'string' ? job.location : Buffer.from(job.location);
  const read = readFileBoundedSync(location, maxBytes);
  if (read.kind === 'too-large') return { kind: 'failed', reason: `is larger than ${maxBytes} bytes` };
  if (read.kind === 'unreadable') return { kind: 'failed', reason: `cannot be read (${read.message})` };
  if (read.kind !== 'read') return { kind: 'failed', reason: 'is gone or no longer a file' };
  const hash = createHash('sha256').update(read.bytes).digest();
  const same = job.knownHash !== null && hash.equals(job.knownHash);
  const binary = isBinary(read.bytes);
  const outcomes: CheckOutcome[] = [];
  const wanted = binary ? [] : job.checkIds.filter((id) => !same || !job.knownIds.includes(id));
  if (wanted.length > 0) {
    const file = { path: asRepoPath(job.path), text: decodeText(read.bytes), size: read.bytes.length };
    for (const checkId of wanted) {
      Atomics.store(progress, PROGRESS.check, job.checkIds.indexOf(checkId));
      Atomics.add(progress, PROGRESS.ticks, 1);
      outcomes.push(runCheck(checkId, checks[checkId], file));
    }
  }
  return { kind: 'checked', hash, stat: read.stamp, binary, same, outcomes };
}

function runCheck(
  checkId: string,
  check: FileCheck | undefined,
  file: Parameters<FileCheck['check']>[0],
): CheckOutcome {
  try {
    if (check === undefined) throw new Error('the worker does not know this check');
    return { checkId, findings: check.check(file), error: null };
  } catch (error) {
    return { checkId, findings: [], error: describeError(error) };
  }
}
