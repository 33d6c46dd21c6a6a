import { digestDocument } from '@securescan/waf';
import type { Io } from '../../io/io.ts';
import { tell } from '../../io/io.ts';
import { askWafServer } from './server.ts';
import type { WafServer } from './server.ts';

/** Runs of pipelines by their variables: a nightly run of the same code is a run of its own, a repeated step is none. */
const PIPELINES = ['GITHUB_RUN_ID', 'CI_PIPELINE_ID', 'BUILD_TAG'];

/**
 * Posts a document, and tells where it is kept. Its digest goes with it, so that the same document of the same pipeline is
 * kept once.
 * @throws SecureScanError E_NETWORK, E_ARGUMENT
 */
export async function pushDocument(text: string, target: WafServer, io: Io): Promise<void> {
  const pipeline = PIPELINES.map((name) => io.env.get(name)).find((value) => value !== undefined);
  const answer = await askWafServer(target, '/runs', io, {
    method: 'POST',
    body: text,
    headers: { 'idempotency-key': digestDocument(pipeline === undefined ? text : `${pipeline}\n${text}`) },
  });
  const id = typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : 'without an id';
  await tell(io, `Pushed to ${target.server.url.origin}: run ${id}`);
}
