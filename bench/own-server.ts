import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServerConfig, serve } from '../packages/server/src/index.ts';

export interface OwnServer extends AsyncDisposable {
  readonly url: string;
}

/** The whole server in this process, as it is without any setting, on a database of its own. */
export async function startOwnServer(): Promise<OwnServer> {
  const home = mkdtempSync(join(tmpdir(), 'securescan-bench-'));
  const result = await readServerConfig({ env: { HOME: home }, flags: { '--port': '0' } });
  if (!result.ok) throw new Error('the default configuration does not hold');
  const service = await serve({
    config: result.config,
    version: '1.0.0',
    environment: { HOME: home },
    cwd: home,
    lockDirectory: home,
    logFile: join(home, 'log'),
  });
  return {
    url: service.url,
    async [Symbol.asyncDispose]() {
      await service.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
