import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describeError } from '@securescan/model';
import { isGenuineCheckpoint, readCheckpoints } from '@securescan/server/admin';
import type { CheckpointPlaces } from '@securescan/server/admin';
import type { DatabaseFacts, Store } from '@securescan/store';
import { verifyAuditLog } from '@securescan/store';
import type { Point } from './doctor-point.ts';
import { weak, well } from './doctor-point.ts';

const DAY_MS = 86_400_000;
const CLOCK_TOLERANCE_MS = 1000;

/** What the database says of itself. */
export function judgeDatabase(facts: DatabaseFacts): readonly Point[] {
  const { problems, file, server, clockAheadMs } = facts;
  const points = [
    problems.length === 0
      ? well('database', `${facts.kind}, ${facts.bytes} bytes, no damage found`)
      : weak('database', `damaged: ${problems.join('; ')}`, 'stop the server and put a backup in its place'),
  ];
  if (file !== null) {
    points.push(
      (file.mode & 0o077) === 0
        ? well('database file', 'readable by its owner only')
        : weak('database file', `others can read it (mode ${file.mode.toString(8)})`, 'chmod 600 the file'),
    );
  }
  if (server !== null) {
    points.push(
      server.isEncrypted
        ? well('database connection', 'encrypted')
        : weak('database connection', 'not encrypted', 'put sslmode=verify-full into DATABASE_URL, or use a socket'),
      server.mayChangeTables
        ? weak(
            'database role',
            'may create and change tables after the schema is made',
            'run migrations as the owner, and the server as a role that holds select, insert, update and delete (on audit_log: select and insert)',
          )
        : well('database role', 'cannot change tables'),
      Math.abs(clockAheadMs) <= CLOCK_TOLERANCE_MS
        ? well('clock', `within ${CLOCK_TOLERANCE_MS} ms of the database's`)
        : weak(
            'clock',
            `the database's clock is ${clockAheadMs} ms ahead`,
            'run a time service (NTP) on both machines',
          ),
    );
  }
  return points;
}

/** Whether there is a backup of the last day. PostgreSQL is backed up by other means, of which we know nothing. */
export async function judgeBackup(store: Store, now: Date): Promise<readonly Point[]> {
  if (store.kind !== 'sqlite') return [];
  const [last] = await store.audit.list({ limit: 1, projects: null, action: 'db.backup' });
  const fix = 'once a day: securescan db backup <file>';
  if (last === undefined) return [weak('backup', 'none was made with securescan db backup', fix)];
  const hours = Math.floor((now.getTime() - Date.parse(last.ts)) / 3_600_000);
  return [
    hours * 3_600_000 < DAY_MS ? well('backup', `${hours} hours old`) : weak('backup', `${hours} hours old`, fix),
  ];
}

/** Whether the audit log is sound. */
export async function judgeAuditLog(store: Store, places: CheckpointPlaces): Promise<Point> {
  try {
    const { checkpoints } = await readCheckpoints(places.checkpoints);
    const needsKey = checkpoints.length > 0 || (await store.audit.findLastCheckpoint()) !== undefined;
    const keys = needsKey ? [createPublicKey(await readFile(places.publicKey))] : [];
    const isGenuine = (checkpoint: Parameters<typeof isGenuineCheckpoint>[0]) => isGenuineCheckpoint(checkpoint, keys);
    const { rows, defect } = await verifyAuditLog(store.audit, { checkpoints, isGenuine });
    if (defect === null) return well('audit log', `${rows} rows, sound`);
    return weak(
      'audit log',
      `row ${defect.seq}: ${defect.problem}`,
      'securescan audit verify; keep a copy and find out who could write there',
    );
  } catch (error) {
    return weak(
      'audit log',
      `cannot be verified: ${describeError(error)}`,
      'securescan audit verify --public-key <file>',
    );
  }
}
