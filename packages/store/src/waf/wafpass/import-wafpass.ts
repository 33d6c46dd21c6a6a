import type { JsonObject } from '@securescan/model';
import type { Repositories, Store } from '../../contract.ts';
import type { NewWafRun, Restored, WafActor, WafDecision, WafRisk, WafWaiver } from '../contract.ts';
import type { WafpassDatabase } from './connect.ts';
import { openWafpass } from './connect.ts';
import { keepNewest, readControls, readRisks, readWaivers } from './read-records.ts';
import { readRuns } from './read-runs.ts';

export type RestoredCounts = Readonly<Record<Restored, number>>;

/** What an import has done. */
export interface WafpassImport {
  /** Of the other database: `0007`. */
  readonly revision: string;
  /** `present`: were here before. */
  readonly runs: { readonly imported: number; readonly present: number };
  readonly controls: RestoredCounts;
  readonly waivers: RestoredCounts;
  readonly risks: RestoredCounts;
  /** What was not taken over as it is, and what should be looked at, in sentences. */
  readonly notes: readonly string[];
}

export interface WafpassImportOptions {
  /** `postgres://…` of a database of wafpass-server. */
  readonly from: string;
  /** How a run stands. */
  readonly postureOf: (run: Omit<NewWafRun, 'posture'>) => JsonObject;
  readonly actor: WafActor;
  readonly now: () => Date;
  /** Told after each few runs how many there are now. */
  readonly onRuns?: (imported: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Copies what a wafpass-server has stored into ours: runs with their ids and times, controls, waivers, risk acceptances. It can be
 * repeated: only what is new or was changed is written, and nothing that was changed here later is overwritten. Each run is
 * written whole or not at all, and an import that ends early is completed by the next one.
 * @throws SecureScanError E_ARGUMENT, E_STORE when the other database cannot be read; see `openWafpass`
 */
export async function importWafpass(store: Store, options: WafpassImportOptions): Promise<WafpassImport> {
  await using source = await openWafpass(options.from);
  const notes: string[] = [];
  const runs = await importRuns(store, source, options, notes);
  const controls = await restoreAll(store, await readControls(source), ({ waf }, control) =>
    waf.controls.restore(control),
  );
  const at = options.now().toISOString();
  const waivers = pick('waiver', await readWaivers(source), at, notes);
  const risks = pick('risk acceptance', await readRisks(source), at, notes);
  return {
    revision: String(source.revision).padStart(4, '0'),
    runs,
    controls,
    waivers: await restoreAll(store, waivers, ({ waf }, waiver) => waf.waivers.restore(waiver, options.actor, at)),
    risks: await restoreAll(store, risks, ({ waf }, risk) => waf.risks.restore(risk, options.actor, at)),
    notes,
  };
}

async function importRuns(
  store: Store,
  source: WafpassDatabase,
  { postureOf, onRuns, signal }: WafpassImportOptions,
  notes: string[],
): Promise<WafpassImport['runs']> {
  let [imported, present] = [0, 0];
  const isWanted = async (ids: readonly string[]) => {
    const known = await store.waf.runs.known(ids);
    present += known.size;
    return (id: string) => !known.has(id);
  };
  for await (const batch of readRuns(source, isWanted)) {
    for (const { run, notes: ofRun } of batch) {
      signal?.throwIfAborted();
      const isNew = await store.transaction(({ waf }) => waf.runs.restore({ ...run, posture: postureOf(run) }));
      if (isNew) imported += 1;
      else present += 1;
      notes.push(...ofRun);
    }
    await onRuns?.(imported);
  }
  return { imported, present };
}

/** One transaction for all of one kind: there are few of them. */
function restoreAll<Item>(
  store: Store,
  items: readonly Item[],
  restore: (repositories: Repositories, item: Item) => Promise<Restored>,
): Promise<RestoredCounts> {
  return store.transaction(async (repositories) => {
    const counts = { created: 0, updated: 0, unchanged: 0, kept: 0 };
    for (const item of items) counts[await restore(repositories, item)] += 1;
    return counts;
  });
}

/** The records to take over; what is odd about them is noted. */
function pick<Decision extends (WafWaiver | WafRisk) & Parameters<typeof keepNewest>[0][number]>(
  what: string,
  decisions: readonly Decision[],
  now: string,
  notes: string[],
): readonly Decision[] {
  const { kept, replaced } = keepNewest(decisions);
  for (const { id, project, updatedAt } of replaced)
    notes.push(
      `${what} ${name({ id, project })} was left out: another spelling of the same id was changed later than ${updatedAt}`,
    );
  for (const decision of kept) {
    const note = noteOfEnd(decision.expires, now);
    if (note !== null) notes.push(`${what} ${name(decision)} ${note}`);
  }
  return kept;
}

function name({ id, project }: WafDecision): string {
  return project === '' ? `${id} (all projects)` : `${id} (project ${project})`;
}

/** Ends are taken over as they are, and are not all dates. */
function noteOfEnd(expires: string, now: string): string | null {
  if (expires === '') return null;
  const day = /^\d{4}-\d\d-\d\d(?=$|[T ])/.exec(expires.trim())?.[0];
  if (day === undefined || Number.isNaN(Date.parse(day))) return `ends '${expires}', which is no date: set another`;
  return day < now.slice(0, 10) ? `has expired on ${day}` : null;
}
