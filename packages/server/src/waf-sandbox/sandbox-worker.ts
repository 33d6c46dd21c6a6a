import { parentPort } from 'node:worker_threads';
import { describeError } from '@securescan/model';
import { type Control, loadControls } from '@securescan/waf';
import { checkSnippet } from './check-snippet.ts';
import type { SnippetResult, ToSandbox } from './tasks.ts';

let controls: readonly Control[] = [];

// One task at a time: the next one is sent after the answer to the last.
parentPort?.on('message', (message: ToSandbox) => {
  if (message.kind === 'controls') controls = loadControls(message.files).controls;
  else parentPort?.postMessage(answer(message), []);
});

function answer({ task }: Extract<ToSandbox, { kind: 'check' }>): SnippetResult | { readonly failure: string } {
  try {
    return checkSnippet(task, controls);
  } catch (error) {
    return { failure: describeError(error) };
  }
}
