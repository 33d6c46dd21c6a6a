import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build-command.ts';
import { call, type ServerProcess, startServerProcess } from '../server/server-process.ts';

/** The built server over an empty database, and a place for projects to scan. */
export interface World extends AsyncDisposable {
  readonly origin: string;
  readonly server: ServerProcess;
  /** Makes a project whose files hold secrets, one each. @returns its path */
  addProject(name: string, files: number): string;
  /** Scans it through the API to its end. @returns the id of the scan */
  scan(path: string): Promise<string>;
}

export interface WorldOptions {
  /** Answers without a key, as on one's own machine. */
  readonly isOpen?: boolean;
}

export async function openWorld({ isOpen = false }: WorldOptions = {}): Promise<World> {
  await ensureBuilt();
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-dashboard-')));
  const home = join(root, 'home');
  mkdirSync(home);
  const server = startServerProcess({
    database: { kind: 'sqlite', path: join(root, 'scans.db') },
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home,
      SECURESCAN_TOOLS_DIR: join(root, 'tools'),
      SECURESCAN_CACHE_DIR: join(root, 'cache'),
      SECURESCAN_SCAN_ROOTS: root,
      ...(isOpen ? { SECURESCAN_API_KEY: '' } : {}),
    },
  });
  const origin = await server.listening;
  return {
    origin,
    server,
    addProject(name, files) {
      const path = join(root, name);
      mkdirSync(join(path, 'services', 'billing'), { recursive: true });
      for (let index = 0; index < files; index += 1) {
        // Secret-shaped from parts, so that no secret stands in this repository.
        const key = [
          'AK',
          'IA',
          `Q3EGRIX7LWPH${String(index).padStart(4, '2').replaceAll(/[018]/g, '7').replaceAll('9', 'X')}`,
        ].join('');
        writeFileSync(
          join(path, 'services', 'billing', `handler_number_${index}_with_a_long_name.py`),
          `# ${name} ${index}\naccess_key = '${key}'\n`,
        );
      }
      return path;
    },
    async scan(path) {
      const { body } = await call(origin, 'POST', '/api/v1/scans', { target_path: path, scan_types: ['code'] });
      const { id } = body as { id: string };
      // The stream ends when the scan has ended.
      await call(origin, 'GET', `/api/v1/scans/${id}/events`);
      return id;
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
