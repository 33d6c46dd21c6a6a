import { parentPort, workerData } from 'node:worker_threads';
import { describeError, SecureScanError } from '@securescan/model';
import { performTask } from './perform-task.ts';
import type { FromOffload, OffloadTask } from './tasks.ts';

const send = (message: FromOffload, moved: readonly ArrayBuffer[] = []): void => {
  parentPort?.postMessage(message, [...moved]);
};

try {
  const result = await performTask(workerData as OffloadTask);
  const moved = result instanceof Uint8Array && result.buffer instanceof ArrayBuffer ? [result.buffer] : [];
  send({ result }, moved);
} catch (error) {
  const code = error instanceof SecureScanError ? error.code : null;
  send({ error: { code, message: describeError(error) } });
}
