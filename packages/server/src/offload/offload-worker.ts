import { parentPort } from 'node:worker_threads';
import { describeError, SecureScanError } from '@securescan/model';
import { performTask } from './perform-task.ts';
import type { FromOffload, OffloadTask } from './tasks.ts';

// One task at a time: the parent sends the next one after the answer to the last.
parentPort?.on('message', (task: OffloadTask) => {
  void answer(task);
});

async function answer(task: OffloadTask): Promise<void> {
  const send = (message: FromOffload): void => parentPort?.postMessage(message, []);
  try {
    send({ result: await performTask(task) });
  } catch (error) {
    const code = error instanceof SecureScanError ? error.code : null;
    send({ error: { code, message: describeError(error) } });
  }
}
