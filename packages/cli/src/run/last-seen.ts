import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { createClock } from '@securescan/host';
import type { Finding } from '@securescan/model';
import { openStore, parseStoreLocation } from '@securescan/store';
import type { Io } from '../io/io.ts';
import { tellConversion } from './tell-conversion.ts';

/** How many scans of the history are looked through. */
const SCANS = 50;

/** The newest scan of the history that has findings of a rule. */
export interface LastSeen {
  readonly target: string;
  /** Findings of the rule in that scan. */
  readonly count: number;
  /** The first of them. */
  readonly finding: Finding;
}

/** What the history knows of a rule. */
export interface RuleHistory {
  readonly lastSeen: LastSeen | null;
  /** Ids of all rules in the scans that were looked through. */
  readonly ruleIds: readonly string[];
}

/** Looks a rule up in the newest scans of the history; where there is no history yet, none is made. */
export async function findLastSeen(rule: string, io: Io): Promise<RuleHistory> {
  const location = parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
  if (location.kind === 'sqlite' && !(await exists(location.path))) return { lastSeen: null, ruleIds: [] };
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  await using store = await openStore(location, () => clock.now(), tellConversion(io));
  const ruleIds = new Set<string>();
  for (const { id, target } of await store.listScans({ limit: SCANS })) {
    const findings = await store.listFindings(id);
    const matching = findings.filter(({ ruleId }) => ruleId?.toLowerCase() === rule.toLowerCase());
    const [finding] = matching;
    if (finding !== undefined) return { lastSeen: { target, count: matching.length, finding }, ruleIds: [] };
    for (const { ruleId } of findings) if (ruleId !== null) ruleIds.add(ruleId);
  }
  return { lastSeen: null, ruleIds: [...ruleIds] };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
