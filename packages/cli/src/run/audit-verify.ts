import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { toolsDirectory } from '@securescan/host';
import { SecureScanError, describeError } from '@securescan/model';
import { isGenuineCheckpoint, readCheckpoints, toCheckpointPlaces } from '@securescan/server/admin';
import type { CheckpointPlaces } from '@securescan/server/admin';
import type { AuditCheckpoint, AuditVerdict, StoreLocation } from '@securescan/store';
import { verifyAuditLog } from '@securescan/store';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { parseChoice, parseWhole } from './choices.ts';
import { openExistingStore, readServerLocation } from './server-database.ts';

/** Computes the chain of the audit log anew. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const { from, to } = parseRange(args);
  const places = toPlaces(await readServerLocation(io), io);
  const given = args.list('checkpoints').map((file) => resolve(io.cwd, file));
  const checkpoints = await readAllCheckpoints(given.length > 0 ? given : [places.checkpoints], io);
  await using store = await openExistingStore(io);
  const keyFiles = args.list('public-key').map((file) => resolve(io.cwd, file));
  const needsKeys = checkpoints.length > 0 || (await store.audit.findLastCheckpoint()) !== undefined;
  const keys = needsKeys ? await readPublicKeys(keyFiles.length > 0 ? keyFiles : [places.publicKey]) : [];
  const verdict = await verifyAuditLog(store.audit, {
    checkpoints,
    isGenuine: (checkpoint) => isGenuineCheckpoint(checkpoint, keys),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  });
  await io.stdout.write(format === 'json' ? renderJson(verdict, checkpoints.length) : renderText(verdict));
  return verdict.defect === null ? EXIT.ok : EXIT.gate;
}

/** `--from` and `--to`. */
export function parseRange(args: ParsedArguments): { readonly from: number | null; readonly to: number | null } {
  const from = args.find('from');
  const to = args.find('to');
  return {
    from: from === undefined ? null : parseWhole('--from', from, 1),
    to: to === undefined ? null : parseWhole('--to', to, 1),
  };
}

/** Where the server would have put the key and the checkpoints. */
export function toPlaces(database: StoreLocation, io: Io): CheckpointPlaces {
  return toCheckpointPlaces({
    database,
    tools: { directory: toolsDirectory(io.env.all), allowInstall: false },
    audit: { address: 'plain', checkpointFile: io.env.get('SECURESCAN_AUDIT_CHECKPOINT_FILE') ?? null },
  });
}

async function readAllCheckpoints(files: readonly string[], io: Io): Promise<readonly AuditCheckpoint[]> {
  const all: AuditCheckpoint[] = [];
  for (const file of files) {
    const { checkpoints, strange } = await readCheckpoints(file);
    if (strange > 0) await tell(io, `warning: ${strange} line(s) of ${file} are no checkpoints`);
    all.push(...checkpoints);
  }
  return all;
}

async function readPublicKeys(files: readonly string[]): Promise<readonly KeyObject[]> {
  return Promise.all(
    files.map(async (file) => {
      try {
        return createPublicKey(await readFile(file));
      } catch (error) {
        throw new SecureScanError(
          'E_ARGUMENT',
          `cannot read the key that signs checkpoints, ${file}: ${describeError(error)}; name it with --public-key`,
        );
      }
    }),
  );
}

function renderText({ rows, checkpoints, firstSeq, lastSeq, defect }: AuditVerdict): string {
  const sound =
    rows === 0
      ? 'no rows were looked at'
      : `rows ${firstSeq} to ${lastSeq} are sound, ${checkpoints} of them confirmed by checkpoints`;
  return defect === null ? `${sound}\n` : `row ${defect.seq} is ${toPredicate(defect.problem)}\n${sound}\n`;
}

/** Problems are written to follow "row N is", but for the one that has a subject of its own. */
function toPredicate(problem: string): string {
  return problem.startsWith('the ') ? `in doubt: ${problem}` : problem;
}

function renderJson({ rows, checkpoints, firstSeq, lastSeq, defect }: AuditVerdict, elsewhere: number): string {
  const report = {
    ok: defect === null,
    rows,
    first_seq: firstSeq,
    last_seq: lastSeq,
    confirmed_by_checkpoints: checkpoints,
    checkpoints_elsewhere: elsewhere,
    defect,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
