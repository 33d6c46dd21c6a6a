import { access, readFile } from 'node:fs/promises';
import type { Io } from '../io/io.ts';
import type { Point } from './doctor-point.ts';
import { weak, well } from './doctor-point.ts';

/** What a container should not be able to do; nothing outside of one. */
export async function judgeContainer(io: Io): Promise<readonly Point[]> {
  const isContainer =
    io.env.get('SECURESCAN_IN_CONTAINER') !== undefined ||
    (await exists('/.dockerenv')) ||
    (await exists('/run/.containerenv'));
  if (!isContainer) return [];
  const status = await readText('/proc/self/status');
  const mounts = await readText('/proc/mounts');
  return [
    process.getuid?.() === 0
      ? weak('container user', 'root', 'run it with --user 10001 (or USER in the image)')
      : well('container user', 'not root'),
    /^NoNewPrivs:\s*1$/m.test(status)
      ? well('container privileges', 'no new ones')
      : weak('container privileges', 'programs may gain new ones', 'run it with --security-opt no-new-privileges'),
    /^\S+ \/ \S+ ro[,\s]/m.test(mounts)
      ? well('container file system', 'read-only')
      : weak('container file system', 'can be written to', 'run it with --read-only and volumes for /data and /tmp'),
  ];
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
