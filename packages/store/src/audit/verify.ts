import type { AuditCheckpoint, AuditRepository, AuditRow, StoredAuditCheckpoint } from './contract.ts';
import { AUDIT_ROOT_HASH, hashAuditRow } from './hash.ts';

const PAGE = 1000;

/** What is wrong first, and at which row. */
export interface AuditDefect {
  readonly seq: number;
  readonly problem: string;
}

export interface AuditVerdict {
  /** Rows whose hash and place were found right. */
  readonly rows: number;
  readonly checkpoints: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly defect: AuditDefect | null;
}

/**
 * Computes the chain anew and holds it against checkpoints: those of the database and those of a second place, which also show
 * an end that was cut off together with its checkpoints.
 * @param options.from - first row to look at; default is the first that is kept
 * @param options.to - last row to look at
 * @param options.isGenuine - whether a checkpoint's signature is that of a key that the caller trusts
 */
export async function verifyAuditLog(
  audit: Pick<AuditRepository, 'listRows' | 'listCheckpoints'>,
  options: {
    readonly from?: number;
    readonly to?: number;
    readonly checkpoints?: readonly AuditCheckpoint[];
    readonly isGenuine: (checkpoint: AuditCheckpoint) => boolean;
  },
): Promise<AuditVerdict> {
  const stored = await readCheckpoints(audit);
  const forged = [...stored, ...(options.checkpoints ?? [])].find((checkpoint) => !options.isGenuine(checkpoint));
  const nothing = { rows: 0, checkpoints: 0, firstSeq: null, lastSeq: null };
  if (forged !== undefined) {
    return { ...nothing, defect: { seq: forged.seq, problem: 'the signature of its checkpoint is not genuine' } };
  }
  const expected = collectHashes([...stored, ...(options.checkpoints ?? [])]);
  if ('seq' in expected) return { ...nothing, defect: expected };
  const dropped = stored.findLast(({ droppedAt }) => droppedAt !== null);
  const start = options.from ?? (dropped?.seq ?? 0) + 1;
  const known = start === 1 ? AUDIT_ROOT_HASH : expected.get(start - 1);
  return walk(audit, { start, end: options.to ?? Number.POSITIVE_INFINITY, previous: known ?? null, expected });
}

async function walk(
  audit: Pick<AuditRepository, 'listRows'>,
  {
    start,
    end,
    previous,
    expected,
  }: {
    readonly start: number;
    readonly end: number;
    /** Hash before the first row; null when nobody knows it. */
    readonly previous: string | null;
    readonly expected: ReadonlyMap<number, string>;
  },
): Promise<AuditVerdict> {
  let last = previous;
  let next = start;
  let checkpoints = 0;
  const verdict = (defect: AuditDefect | null): AuditVerdict => ({
    rows: next - start,
    checkpoints,
    firstSeq: next === start ? null : start,
    lastSeq: next === start ? null : next - 1,
    defect,
  });
  for (;;) {
    const rows = await audit.listRows(next - 1, PAGE);
    for (const row of rows) {
      if (row.seq > end) return verdict(null);
      const problem = findProblem(row, next, last, expected.get(row.seq));
      if (problem !== null) return verdict({ seq: next, problem });
      if (expected.has(row.seq)) checkpoints += 1;
      last = row.hash;
      next += 1;
    }
    if (rows.length < PAGE) break;
  }
  const beyond = [...expected.keys()].filter((seq) => seq >= next && seq <= end);
  if (beyond.length === 0) return verdict(null);
  return verdict({ seq: next, problem: `missing: the log was cut off; a checkpoint names row ${Math.max(...beyond)}` });
}

function findProblem(
  row: AuditRow,
  seq: number,
  previous: string | null,
  checkpoint: string | undefined,
): string | null {
  if (row.seq !== seq) return 'missing';
  const { hash, ...rest } = row;
  if (hashAuditRow(rest) !== hash) return 'changed: its hash is not that of its content';
  if (previous !== null && row.prev_hash !== previous) return 'out of its place: it does not follow the row before it';
  if (checkpoint !== undefined && checkpoint !== hash) return 'rewritten: a checkpoint names another hash';
  return null;
}

/** Hash by row number; a defect where two checkpoints of one row disagree. */
function collectHashes(checkpoints: readonly AuditCheckpoint[]): ReadonlyMap<number, string> | AuditDefect {
  const hashes = new Map<number, string>();
  for (const { seq, hash } of checkpoints) {
    if ((hashes.get(seq) ?? hash) !== hash) return { seq, problem: 'rewritten: two checkpoints name different hashes' };
    hashes.set(seq, hash);
  }
  return hashes;
}

async function readCheckpoints(
  audit: Pick<AuditRepository, 'listCheckpoints'>,
): Promise<readonly StoredAuditCheckpoint[]> {
  const all: StoredAuditCheckpoint[] = [];
  for (;;) {
    const page = await audit.listCheckpoints(all.at(-1)?.seq ?? 0, PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
