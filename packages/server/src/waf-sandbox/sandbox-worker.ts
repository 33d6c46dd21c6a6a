import { parentPort } from 'node:worker_threads';
import { describeError } from '@securescan/model';
import { type Control, loadControls } from '@securescan/waf';
import { checkSnippet } from './check-snippet.ts';
import type { FromSandbox, ToSandbox } from './tasks.ts';

let controls: readonly Control[] = [];

// One message at a time: the next one is sent after the answer to the last.
parentPort?.on('message', (message: ToSandbox) => {
  parentPort?.postMessage(answer(message), []);
});

function answer(message: ToSandbox): FromSandbox {
  try {
    if (message.kind === 'check') return checkSnippet(message.task, controls);
    const loaded = loadControls(message.files);
    controls = loaded.controls;
    return { kind: 'controls', count: controls.length, problems: loaded.problems };
  } catch (error) {
    return { kind: 'broken', reason: describeError(error) };
  }
}
