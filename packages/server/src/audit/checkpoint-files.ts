import type { KeyObject } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';
import type { AuditCheckpoint } from '@securescan/store';
import { z } from 'zod';
import type { ServerConfig } from '../config/server-config.ts';
import { openSigningKey } from '../signing/signing-key.ts';

/** Where the key of checkpoints and their second place are. */
export interface CheckpointPlaces {
  readonly privateKey: string;
  readonly publicKey: string;
  /** Lines of JSON, only ever appended to. */
  readonly checkpoints: string;
}

/** The key stands beside the database file; where there is none, beside the tools. */
export function toCheckpointPlaces({
  database,
  tools,
  audit,
}: Pick<ServerConfig, 'database' | 'tools' | 'audit'>): CheckpointPlaces {
  const directory = dirname(resolve(database.kind === 'sqlite' ? database.path : tools.directory));
  // Two databases in one directory have two logs, and a log must not be measured by the checkpoints of the other.
  const prefix = database.kind === 'sqlite' ? `${basename(database.path)}.` : '';
  return {
    privateKey: join(directory, 'audit-key.pem'),
    publicKey: join(directory, 'audit-key.pub.pem'),
    checkpoints: audit.checkpointFile ?? join(directory, `${prefix}audit-checkpoints.jsonl`),
  };
}

/**
 * Reads the key that signs checkpoints, and makes it at the first start.
 * @throws SecureScanError E_ENVIRONMENT when the file is no Ed25519 key or cannot be used
 */
export async function openCheckpointKey(places: CheckpointPlaces): Promise<KeyObject> {
  return (await openSigningKey(places, "the key of the audit log's checkpoints")).key;
}

const Line = z.object({
  seq: z.int().min(1),
  hash: z.string(),
  ts: z.string(),
  signature: z.string(),
  key_id: z.string(),
});

/** Appends checkpoints and waits until they are on the disk. */
export async function appendCheckpoints(path: string, checkpoints: readonly AuditCheckpoint[]): Promise<void> {
  if (checkpoints.length === 0) return;
  const lines = checkpoints.map(({ seq, hash, ts, signature, keyId }) =>
    JSON.stringify({ seq, hash, ts, signature, key_id: keyId }),
  );
  const file = await open(path, 'a', 0o600);
  try {
    // Begins with an end of line, since the line before may be torn.
    await file.appendFile(`\n${lines.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export interface CheckpointLines {
  readonly checkpoints: readonly AuditCheckpoint[];
  /** Lines that are no checkpoints: torn by a crash, or meddled with. */
  readonly strange: number;
}

/**
 * Checkpoints of a second place; none when the file does not exist.
 * @throws SecureScanError E_ARGUMENT when it cannot be read
 */
export async function readCheckpoints(path: string): Promise<CheckpointLines> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new SecureScanError('E_ARGUMENT', `cannot read the checkpoints in ${path}: ${describeError(error)}`);
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const checkpoints = lines.map(parseLine).filter((checkpoint) => checkpoint !== null);
  return { checkpoints, strange: lines.length - checkpoints.length };
}

function parseLine(line: string): AuditCheckpoint | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { data } = Line.safeParse(value);
  if (data === undefined) return null;
  return { seq: data.seq, hash: data.hash, ts: data.ts, signature: data.signature, keyId: data.key_id };
}
