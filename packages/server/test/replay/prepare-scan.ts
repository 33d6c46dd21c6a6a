import { bind, type Bindings } from './placeholders.ts';
import type { ReplayService } from './service.ts';
import { sendPatiently } from './service.ts';

type Headers = Readonly<Record<string, string>>;

/** Starts a scan that was not recorded and binds its id. */
export async function startScan(
  service: ReplayService,
  bindings: Bindings,
  name: string,
  body: object,
  headers?: Headers,
): Promise<string> {
  const { id } = await service.askFor<{ readonly id: string }>('POST', '/api/v1/scans', body, headers);
  bind(bindings, name, id);
  return id;
}

/** Waits for the end of a scan: its stream ends with it. */
export async function waitForEnd(service: ReplayService, id: string | undefined, headers?: Headers): Promise<void> {
  const { text } = await service.ask('GET', `/api/v1/scans/${id}/events`, undefined, headers);
  if (!/^event: scan\.(?:complete|failed|cancelled)$/m.test(text)) throw new Error(`scan ${id} did not end: ${text}`);
}

/** Waits until a scan with a held semgrep has nothing else left to do. */
export async function waitForRest(service: ReplayService, id: string | undefined, count = 2): Promise<void> {
  await sendPatiently(
    service.origin,
    { method: 'GET', path: `/api/v1/scans/${id}/events`, headers: {}, from: '127.0.0.2' },
    (text) => hasRest(text, count),
  );
}

/** Whether a stream tells that the two scanners that are always there are done. */
export function hasRest(text: string, count = 2): boolean {
  return (text.match(/^event: scanner\.complete$/gm) ?? []).length >= count;
}
