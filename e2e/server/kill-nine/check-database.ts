import type { Store, StoredDelivery, StoredNotification } from '@securescan/store';
import type { Arrival } from './receiver.ts';
import type { StreamReader } from './stream-reader.ts';

const TERMINAL = new Set(['scan.complete', 'scan.failed', 'scan.cancelled']);
const INTERRUPTED = 'Interrupted by server restart';

/** A webhook and the name of its receiver. */
export interface Endpoint {
  readonly id: string;
  readonly receiver: string;
}

/** Looks into the database of a server that has ended. @returns what is wrong, in words */
export async function checkScans(
  store: Store,
  readers: readonly StreamReader[],
  endpoints: readonly Endpoint[],
): Promise<string[]> {
  const problems: string[] = [];
  const notices = await store.notifications.list({ projects: null, unreadOnly: false, limit: 1_000_000 });
  const deliveries = await Promise.all(endpoints.map(({ id }) => listDeliveries(store, id)));
  for (const { id } of await store.scans.list({ projects: null })) {
    const told = await checkScan(store, id, notices);
    problems.push(...told.problems.map((problem) => `scan ${id} ${problem}`));
    for (const list of deliveries) {
      const ends = list.filter(({ event, payload }) => TERMINAL.has(event) && payload['scan_id'] === id);
      const expected = told.end === 'scan.cancelled' ? 0 : 1;
      if (ends.length !== expected || ends.some(({ event }) => event !== told.end))
        problems.push(`scan ${id} (${told.end}) has ${ends.length} deliveries of its end to ${ends[0]?.webhookId}`);
    }
    const reader = readers.find(({ scanId }) => scanId === id);
    if (reader !== undefined && reader.events.join() !== told.events.join())
      problems.push(`scan ${id}: streamed ${reader.events.join()}; stored ${told.events.join()}`);
  }
  return problems;
}

async function checkScan(store: Store, id: string, notices: readonly StoredNotification[]) {
  const problems: string[] = [];
  const scan = await store.scans.find(id);
  const events = await store.events.list(id, 0, 1000);
  const names = events.map(({ name }) => name);
  const ends = names.filter((name) => TERMINAL.has(name));
  if (events.some(({ seq }, index) => seq !== index + 1)) problems.push('has a gap in its events');
  if (ends.length !== 1 || ends[0] !== names.at(-1)) problems.push(`ended ${ends.length} times: ${names.join()}`);
  if (names.filter((name) => name === 'scan.requeued').length > 1) problems.push('was tried more than twice');
  const isOver = scan?.status === 'completed' || scan?.status === 'failed' || scan?.status === 'cancelled';
  if (scan === undefined || !isOver) problems.push(`is ${String(scan?.status)}`);
  else {
    if (scan.attempt > 2) problems.push(`was tried ${scan.attempt} times`);
    if (scan.status === 'failed' && scan.error !== INTERRUPTED) problems.push(`failed: ${String(scan.error)}`);
    const rows = (await store.listFindings(id)).length;
    if (rows !== scan.findingsCount) problems.push(`says ${scan.findingsCount} findings and has ${rows}`);
    if (scan.status === 'completed' && rows === 0) problems.push('found nothing');
    const expected = scan.status === 'cancelled' ? 0 : 1;
    const told = notices.filter(({ scanId, type }) => scanId === id && type.startsWith('scan.')).length;
    if (told !== expected) problems.push(`(${scan.status}) was told of ${told} times`);
    for (const { scanner, status } of await store.scans.listScanners([id]))
      if (status === 'pending' || status === 'running') problems.push(`ended while ${scanner} was ${status}`);
  }
  return { problems, events: names, end: ends[0] ?? '' };
}

/** Everything arrived, and for each webhook what was new arrived in order. */
export async function checkDeliveries(
  store: Store,
  endpoints: readonly Endpoint[],
  arrivals: readonly Arrival[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, receiver } of endpoints) {
    const wanted = (await listDeliveries(store, id)).toReversed();
    const arrived = [...new Set(arrivals.filter((one) => one.receiver === receiver).map(({ delivery }) => delivery))];
    for (const { seq, event, status } of wanted)
      if (status !== 'succeeded') problems.push(`${receiver}: delivery ${seq} (${event}) is ${status}`);
    // What the server has forgotten since, being old, has arrived before.
    const known = new Map(wanted.map((delivery, index) => [delivery.id, index]));
    const order = arrived.flatMap((delivery) => known.get(delivery) ?? []);
    if (order.length !== wanted.length) problems.push(`${receiver}: ${order.length} of ${wanted.length} arrived`);
    const early = order.findIndex((place, index) => place !== index);
    if (early !== -1) problems.push(`${receiver}: delivery ${order[early]} arrived in place ${early}`);
  }
  return problems;
}

/** Newest first. */
async function listDeliveries(store: Store, webhook: string): Promise<StoredDelivery[]> {
  const all: StoredDelivery[] = [];
  for (;;) {
    const before = all.at(-1)?.seq;
    const page = await store.webhooks.listDeliveries(webhook, {
      limit: 1000,
      ...(before === undefined ? {} : { before }),
    });
    all.push(...page);
    if (page.length < 1000) return all;
  }
}

/** Each scan is in the audit log once as asked for and once as ended, and no acknowledged verdict is missing there. */
export async function checkAudit(store: Store, acknowledgedVerdicts: number): Promise<string[]> {
  const counts = new Map<string, number>();
  for (let after = 0; ;) {
    const rows = await store.audit.listRows(after, 1000);
    for (const { action, target_id: target } of rows) {
      const name = action.startsWith('scan.') ? `${action} ${target}` : action;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.seq;
  }
  const problems: string[] = [];
  for (const { id } of await store.scans.list({ projects: null })) {
    for (const action of ['scan.start', 'scan.end'])
      if (counts.get(`${action} ${id}`) !== 1)
        problems.push(`${action} of ${id} is ${counts.get(`${action} ${id}`) ?? 0} times in the audit log`);
  }
  const verdicts = counts.get('triage.set') ?? 0;
  if (verdicts < acknowledgedVerdicts) problems.push(`${verdicts} of ${acknowledgedVerdicts} verdicts were audited`);
  return problems;
}
