import type { Clock, Logger } from '@securescan/core';
import type { ConfigurationFile, ReaderId } from '@securescan/waf';
import { createControlFiles, type LoadedControls } from './control-files.ts';
import { createSandboxThreads, type ThreadOutcome } from './threads.ts';

/** Checks infrastructure code that somebody posts; nothing of it is kept. */
export interface Sandbox {
  controls(): Promise<LoadedControls>;
  check(reader: ReaderId, files: readonly ConfigurationFile[]): Promise<ThreadOutcome>;
}

export function createSandbox(deps: {
  readonly directory: string | null;
  /** Where a relative directory starts. */
  readonly cwd: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}): Sandbox {
  const { clock, log, stopping } = deps;
  const controls = createControlFiles(deps, clock);
  const threads = createSandboxThreads();
  stopping.addEventListener('abort', threads.end, { once: true });
  return {
    controls,
    async check(reader, files) {
      const { files: controlFiles } = await controls();
      const task = { reader, files, today: clock.now().toISOString().slice(0, 10) };
      const outcome = await threads.check(task, controlFiles);
      if (outcome.kind === 'broken') log.error({ reason: outcome.reason }, 'the check of a snippet failed');
      return outcome;
    },
  };
}
