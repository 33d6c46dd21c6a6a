import type { FileCheck, FileCheckResult } from '@securescan/core';
import { describeError, type RawFinding } from '@securescan/model';
import { MAX_FILE_BYTES } from '../walk/limits.ts';
import type { WalkedFile } from '../walk/walk.ts';
import type { PoolResult } from './pool.ts';
import type { CachedFile } from './tree-cache.ts';

const MAX_NOTES = 100;

/** A file of the walk with what is wanted of it and what is known. */
export interface Plan {
  readonly file: WalkedFile;
  readonly wanted: readonly FileCheck[];
  readonly cached: CachedFile | null;
  /** The cached results hold for the content that is there now. */
  readonly fresh: boolean;
}

/** Name under which results are kept: results of another version are not this one's. */
export function resultKey(check: FileCheck): string {
  return `${check.id}@${check.version}`;
}

interface Gathered {
  readonly findings: RawFinding[];
  filesChecked: number;
  readonly notes: string[];
}

/** Puts results together per check, in the order of the walk. */
export class Collector {
  readonly #checks: readonly FileCheck[];
  readonly #gathered: ReadonlyMap<string, Gathered>;

  constructor(checks: readonly FileCheck[]) {
    this.#checks = checks;
    this.#gathered = new Map(checks.map((check) => [check.id, { findings: [], filesChecked: 0, notes: [] }]));
  }

  wants(check: FileCheck, file: WalkedFile): boolean {
    try {
      return check.wants(file.path, file.size);
    } catch (error) {
      this.#note(check, `${file.path}: the check failed: ${describeError(error)}`);
      return false;
    }
  }

  /** Takes a file's results, new or known; answers what to keep of it for the next run. */
  take({ file, wanted, cached, fresh }: Plan, result: PoolResult | undefined): CachedFile | null {
    if (file.size > MAX_FILE_BYTES) {
      for (const check of wanted)
        this.#note(check, `${file.path}: is larger than ${MAX_FILE_BYTES} bytes and was not checked`);
      return null;
    }
    if (result === undefined) {
      if (cached === null || !fresh) return null;
      if (!cached.binary)
        for (const check of wanted) this.#add(check, file, cached.results.get(resultKey(check)) ?? []);
      return cached;
    }
    for (const { checkId, reason } of result.lost) {
      for (const check of wanted) if (check.id === checkId) this.#note(check, `${file.path}: the check ${reason}`);
    }
    const { outcome } = result;
    if (outcome.kind === 'failed') {
      for (const check of wanted) this.#note(check, `${file.path}: ${outcome.reason} and was not checked`);
      return null;
    }
    // Results that are still true, of checks that were not asked this time too.
    const results = new Map(outcome.same ? cached?.results : []);
    for (const done of outcome.outcomes) {
      const check = wanted.find((candidate) => candidate.id === done.checkId);
      if (check === undefined) continue;
      if (done.error === null) results.set(resultKey(check), done.findings);
      else this.#note(check, `${file.path}: the check failed: ${done.error}`);
    }
    if (!outcome.binary) {
      for (const check of wanted) {
        const findings = results.get(resultKey(check));
        if (findings !== undefined) this.#add(check, file, findings);
      }
    }
    return { path: file.path, stamp: outcome.stat, hash: outcome.hash, binary: outcome.binary, results };
  }

  finish(): ReadonlyMap<string, FileCheckResult> {
    return new Map(this.#checks.map((check) => [check.id, toResult(this.#gathered.get(check.id))]));
  }

  #add(check: FileCheck, file: WalkedFile, findings: readonly RawFinding[]): void {
    const gathered = this.#gathered.get(check.id);
    if (gathered === undefined) return;
    gathered.filesChecked += 1;
    for (const finding of findings) gathered.findings.push({ ...finding, path: file.path });
  }

  #note(check: FileCheck, note: string): void {
    this.#gathered.get(check.id)?.notes.push(note);
  }
}

function toResult(gathered: Gathered = { findings: [], filesChecked: 0, notes: [] }): FileCheckResult {
  const { notes } = gathered;
  const shown =
    notes.length > MAX_NOTES ? [...notes.slice(0, MAX_NOTES), `and ${notes.length - MAX_NOTES} more`] : notes;
  return { findings: gathered.findings, filesChecked: gathered.filesChecked, notes: shown };
}
