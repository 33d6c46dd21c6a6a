import type { Clock, Logger } from '@securescan/core';
import type { ConfigurationFile, ReaderId } from '@securescan/waf';
import { createControlFiles } from './control-files.ts';
import type { ControlsResult, SnippetResult } from './tasks.ts';
import { createSandboxThreads, type SandboxThreads, type ThreadFailure } from './threads.ts';

/** Checks infrastructure code that somebody posts; nothing of it is kept. */
export interface Sandbox {
  /** The controls; `exists` is false when the directory that is set is not there. */
  controls(): Promise<{ readonly exists: boolean; readonly loaded: ControlsResult | ThreadFailure }>;
  check(reader: ReaderId, files: readonly ConfigurationFile[]): Promise<SnippetResult | ThreadFailure>;
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
  const readControlFiles = createControlFiles(deps, clock);
  const threads: SandboxThreads = createSandboxThreads();
  /** What became of the files that were read last. */
  let known: { readonly files: readonly ConfigurationFile[]; readonly loaded: ControlsResult } | null = null;
  stopping.addEventListener('abort', threads.end, { once: true });

  function tell<Outcome extends { readonly kind: string; readonly reason?: string }>(outcome: Outcome): Outcome {
    if (outcome.kind === 'broken') log.error({ reason: outcome.reason }, 'a thread of the sandbox failed');
    return outcome;
  }

  return {
    async controls() {
      const { exists, files } = await readControlFiles();
      if (known?.files === files) return { exists, loaded: known.loaded };
      const loaded = tell(await threads.load(files));
      if (loaded.kind === 'controls') known = { files, loaded };
      return { exists, loaded };
    },
    async check(reader, files) {
      const controls = await readControlFiles();
      const task = { reader, files, today: clock.now().toISOString().slice(0, 10) };
      return tell(await threads.check(task, controls.files));
    },
  };
}
