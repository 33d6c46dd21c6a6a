import { randomUUID } from 'node:crypto';
import { toFingerprint } from './ledger.ts';
import type { Undoing } from './ledger.ts';
import type { Life } from './load.ts';
import { createStreamReader } from './stream-reader.ts';

/** Scans that may be unfinished at once. */
const MAX_OPEN_SCANS = 3;
/** Test deliveries and keys in one life: the outbox must not grow without end. */
const TESTS_PER_LIFE = 3;
const KEYS_PER_LIFE = 2;
const FINGERPRINTS = 6;
const VERDICTS = ['new', 'triaged', 'false_positive', 'accepted_risk', 'fixed'] as const;

/** Judges every second fingerprint in turn, for ever; each verdict carries its number. */
export async function judge({ ledger, send }: Life, offset: number): Promise<void> {
  for (let index = offset; ; index = (index + 2) % FINGERPRINTS) {
    const fingerprint = toFingerprint(index);
    const known = ledger.verdicts.get(fingerprint) ?? { acknowledged: 0, sent: 0 };
    ledger.verdicts.set(fingerprint, known);
    const number = (known.sent += 1);
    const body = { status: VERDICTS[number % VERDICTS.length], note: `verdict ${number}` };
    const { status } = await send('PATCH', `/findings/${fingerprint}/state`, body);
    if (status === 200) known.acknowledged = number;
  }
}

/** Comments, and sometimes takes a comment back. */
export async function comment({ ledger, random, send }: Life): Promise<void> {
  for (;;) {
    const fingerprint = toFingerprint(random.below(FINGERPRINTS));
    const text = `comment ${randomUUID()}`;
    const { status, body } = await send('POST', `/findings/${fingerprint}/comments`, { text });
    if (status !== 201) continue;
    const made = { id: (body as { id: string }).id, fingerprint, removal: 'none' as Undoing };
    ledger.comments.set(text, made);
    if (!random.chance(0.2)) continue;
    made.removal = 'sent';
    const removed = await send('DELETE', `/findings/${fingerprint}/comments/${made.id}`);
    if (removed.status === 204) made.removal = 'acknowledged';
  }
}

/** Asks for scans, a few at a time; one without an answer is asked for again under the same idempotency key. */
export async function scan({ ledger, readers, tree, send, follow, pause }: Life): Promise<void> {
  for (;;) {
    while (readers.filter((reader) => !reader.isOver()).length >= MAX_OPEN_SCANS) await pause(1);
    const key = [...ledger.scans].find(([, id]) => id === null)?.[0] ?? randomUUID();
    if (!ledger.scans.has(key)) ledger.scans.set(key, null);
    const wish = { target_path: tree, scan_types: ['code'] };
    const { status, body } = await send('POST', '/scans', wish, { 'idempotency-key': key });
    if (status !== 200) continue;
    const { id } = body as { id: string };
    ledger.scans.set(key, id);
    const reader = createStreamReader(id, ledger.note);
    readers.push(reader);
    follow(reader);
  }
}

/** Cancels a scan now and then. */
export async function cancelSome({ ledger, random, readers, send, pause }: Life): Promise<void> {
  for (;;) {
    await pause(150 + random.below(150));
    const open = readers.filter((reader) => !reader.isOver());
    const chosen = open[random.below(open.length)];
    if (chosen === undefined) continue;
    const { status } = await send('POST', `/scans/${chosen.scanId}/cancel`);
    if (status === 200) ledger.cancelled.add(chosen.scanId);
  }
}

/** Sends test deliveries to the webhooks. */
export async function testWebhooks({ ledger, random, webhooks, send, pause }: Life): Promise<void> {
  for (let count = 0; count < TESTS_PER_LIFE; count += 1) {
    const webhook = webhooks[random.below(webhooks.length)] ?? '';
    const { status, body } = await send('POST', `/webhooks/${webhook}/test`);
    if (status === 202) ledger.deliveries.set((body as { delivery_id: string }).delivery_id, webhook);
    await pause(random.below(20));
  }
}

/** Makes keys and revokes every second one. */
export async function makeKeys({ ledger, random, send, pause }: Life): Promise<void> {
  for (let count = 0; count < KEYS_PER_LIFE; count += 1) {
    const { status, body } = await send('POST', '/keys', { name: 'made under fire', scopes: ['read'] });
    if (status !== 201) continue;
    const { id, key } = body as { id: string; key: string };
    const made = { id, revocation: 'none' as Undoing };
    ledger.keys.set(key, made);
    await pause(random.below(20));
    if (count % 2 === 0) continue;
    made.revocation = 'sent';
    if ((await send('DELETE', `/keys/${id}`)).status === 204) made.revocation = 'acknowledged';
  }
}
