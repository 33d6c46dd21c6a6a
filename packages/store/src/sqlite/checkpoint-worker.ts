import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// Passive: it copies what it can and never keeps a reader or a writer waiting.
const database = new DatabaseSync(String(workerData), { timeout: 0 });

parentPort?.on('message', () => {
  try {
    database.exec('pragma wal_checkpoint(passive)');
  } catch {
    // Another process holds it, or the disk is full; the next commit asks again.
  }
  parentPort?.postMessage('done', []);
});
