import { createListScans } from '../../../src/resources/scans/list-scans.ts';
import { makeSystemHandlers } from '../../http/system-handlers.ts';
import { startTestApp } from '../../http/test-app.ts';
import { replayFile } from '../replay.ts';
import { startReplayService } from '../service.ts';

const origins = ['3000', '3003'].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);

/** The whole server, with the origins that the reference allows by default; ours allows none (hardening C1). */
const start = () => startReplayService({ config: { cors: { origins } } });

/** What every client meets, whatever it came for. */
export function replayCore(): void {
  replayFile('health', { start });
  replayFile('cors', { start });
  // The recording had spent 14 starts of scans before the one that it shows.
  replayFile('versioning', { start, before: (name, { origin }) => spendStarts(name, origin) });

  replayFile('not-ready', {
    start: () => startTestApp((deps) => ({ ...makeSystemHandlers(deps), listScans: createListScans(deps.store) })),
    // What the reference calls a vanished directory is a database that no longer answers.
    before: async (name, { deps }) => {
      if (!name.startsWith('not ready')) return;
      await deps.store.checkRead();
      await deps.store.close();
    },
  });

  replayFile('errors', {
    start: () =>
      startTestApp(() => ({ getScanReport: () => Promise.reject(new TypeError('a mistake of ours')) }), {
        config: { cors: { origins } },
      }),
    bindings: { scan_a: 'any' },
  });
}

async function spendStarts(name: string, origin: string): Promise<void> {
  if (name !== 'legacy validation error') return;
  for (let count = 0; count < 13; count += 1) {
    const response = await fetch(`${origin}/api/v1/scans`, { method: 'POST' });
    await response.arrayBuffer();
  }
}
