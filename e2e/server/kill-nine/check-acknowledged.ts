import { type Answer, call } from '../server-process.ts';
import type { Ledger } from './ledger.ts';
import { readNumber } from './ledger.ts';

/** Asks a server whether it knows everything that was acknowledged. @returns what is missing or wrong, in words */
export async function checkAcknowledged(url: string, ledger: Ledger): Promise<string[]> {
  const get = async (path: string): Promise<Answer> => {
    for (;;) {
      const answer = await call(url, 'GET', `/api/v1${path}`);
      // On a busy machine a server that has just started may ask for patience.
      if (answer.status !== 503) return answer;
      if (answer.headers.get('retry-after') === null) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    }
  };
  const checks = [checkVerdicts, checkComments, checkScans, checkDeliveries, checkKeys];
  return (await Promise.all(checks.map((check) => check(get, ledger)))).flat();
}

type Get = (path: string) => Promise<Answer>;

async function checkVerdicts(get: Get, { verdicts }: Ledger): Promise<string[]> {
  const problems: string[] = [];
  for (const [fingerprint, { acknowledged, sent }] of verdicts) {
    if (acknowledged === 0) continue;
    const { status, body } = await get(`/findings/${fingerprint}/state`);
    const number = readNumber((body as { note?: unknown }).note);
    // A verdict without an answer may have come through.
    if (status !== 200 || !(number >= acknowledged && number <= sent))
      problems.push(`verdict ${acknowledged} of ${fingerprint} is gone: ${status} ${JSON.stringify(body)}`);
    const history = (await get(`/findings/${fingerprint}/history`)).body as { note: unknown }[];
    const numbers = history.map(({ note }) => readNumber(note));
    if (numbers.some((one, index) => index > 0 && one <= (numbers[index - 1] ?? 0)))
      problems.push(`the history of ${fingerprint} is not in order: ${numbers.join(' ')}`);
  }
  return problems;
}

async function checkComments(get: Get, { comments, verdicts }: Ledger): Promise<string[]> {
  const problems: string[] = [];
  const stored = new Set<string>();
  for (const fingerprint of new Set([...verdicts.keys(), ...[...comments.values()].map((one) => one.fingerprint)])) {
    const { body } = await get(`/findings/${fingerprint}/comments`);
    for (const { text } of body as { text: string }[]) {
      if (stored.has(text)) problems.push(`${text} is there twice`);
      stored.add(text);
    }
  }
  for (const [text, { removal }] of comments) {
    if (removal === 'none' && !stored.has(text)) problems.push(`${text} is gone`);
    if (removal === 'acknowledged' && stored.has(text)) problems.push(`${text} is back`);
  }
  return problems;
}

async function checkScans(get: Get, { scans, cancelled }: Ledger): Promise<string[]> {
  const listed = (await get('/scans')).body as { id: string; status: string }[];
  const states = new Map(listed.map(({ id, status }) => [id, status]));
  const made = [...scans.values()].filter((id) => id !== null);
  const problems = made.filter((id) => !states.has(id)).map((id) => `scan ${id} is gone`);
  // One without an answer may have been made.
  if (states.size > scans.size) problems.push(`${states.size} scans, but ${scans.size} were asked for`);
  for (const id of cancelled)
    if (states.get(id) !== 'cancelled') problems.push(`scan ${id} was cancelled and is ${String(states.get(id))}`);
  return problems;
}

async function checkDeliveries(get: Get, { deliveries }: Ledger): Promise<string[]> {
  const stored = new Set<string>();
  for (const webhook of new Set(deliveries.values())) {
    const { body } = await get(`/webhooks/${webhook}/deliveries?limit=1000`);
    for (const { id } of body as { id: string }[]) stored.add(id);
  }
  return [...deliveries.keys()].filter((id) => !stored.has(id)).map((id) => `delivery ${id} is gone`);
}

async function checkKeys(get: Get, { keys }: Ledger): Promise<string[]> {
  const listed = (await get('/keys')).body as { id: string; revoked_at: string | null }[];
  const stored = new Map(listed.map((key) => [key.id, key.revoked_at]));
  return [...keys.values()].flatMap(({ id, revocation }) => {
    const revokedAt = stored.get(id);
    if (revokedAt === undefined) return [`key ${id} is gone`];
    if (revocation === 'none' && revokedAt !== null) return [`key ${id} was revoked by nobody`];
    return revocation === 'acknowledged' && revokedAt === null ? [`key ${id} is valid again`] : [];
  });
}
