import { digestDocument } from '@securescan/waf';
import type { Io } from '../../io/io.ts';
import { tell } from '../../io/io.ts';
import { askWafServer } from './server.ts';
import type { WafServer } from './server.ts';

/**
 * Posts a document, and tells where it is kept. Its digest goes with it, so that the same document is kept once.
 * @throws SecureScanError E_NETWORK, E_ARGUMENT
 */
export async function pushDocument(text: string, target: WafServer, io: Io): Promise<void> {
  const answer = await askWafServer(target, '/runs', io, {
    method: 'POST',
    body: text,
    headers: { 'idempotency-key': digestDocument(text) },
  });
  const id = typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : 'without an id';
  await tell(io, `Pushed to ${target.server.url.origin}: run ${id}`);
}
