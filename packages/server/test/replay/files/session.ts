import { afterAll, beforeAll } from 'vitest';
import { type Bindings } from '../placeholders.ts';
import { startScan, waitForEnd, waitForRest } from '../prepare-scan.ts';
import { replayFile } from '../replay.ts';
import { type ReplayService, startReplayService } from '../service.ts';

/** The files that were recorded one after another on one server: what its scans found, and everything made from that. */
export function replaySession(): void {
  const bindings: Bindings = new Map();
  let service: ReplayService;
  beforeAll(async () => {
    service = await startReplayService();
    for (const [name, value] of Object.entries(service.world.bindings)) bindings.set(name, value);
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const start = () => Promise.resolve({ origin: service.origin, [Symbol.asyncDispose]: () => Promise.resolve() });
  const ended = (name: string) => waitForEnd(service, bindings.get(name));
  const scan = (name: string, target: string, types: readonly string[]) =>
    startScan(service, bindings, name, { target_path: bindings.get(target), scan_types: types });
  const slowScan = async (name: string): Promise<void> => {
    await service.world.hold('target_slow');
    await waitForRest(service, await scan(name, 'target_slow', ['code']));
  };

  replayFile('scans', {
    start,
    bindings,
    before: async (name) => {
      switch (name) {
        case 'read, completed':
          return ended('scan_a');
        case 'create, default scan types':
          await scan('scan_b', 'target_b', ['code']);
          return ended('scan_b');
        case 'read, default types completed':
          return ended('scan_c');
        case 'create, target is a single file':
          return service.world.setResults('target_a', []);
        case 'read, running':
          return slowScan('scan_slow');
        case 'delete, cancelled':
          return ended('scan_slow');
        case 'list, newest started first':
          await ended('scan_file');
          return ended('scan_rel');
      }
    },
  });
  replayFile('findings', { start, bindings });
  replayFile('triage', { start, bindings });
  replayFile('reports', {
    start,
    bindings,
    before: (name) => (name === 'scan not completed' ? slowScan('scan_slow2') : undefined),
  });
  replayFile('compliance', { start, bindings });
  replayFile('sbom', { start, bindings });
  replayFile('notifications', {
    start,
    bindings,
    before: async (name) => {
      if (name !== 'list') return;
      const slow = `/api/v1/scans/${bindings.get('scan_slow2')}`;
      await service.ask('POST', `${slow}/cancel`);
      await ended('scan_slow2');
      await service.ask('DELETE', slow);
      await startScan(service, bindings, 'scan_d', {
        target_path: bindings.get('target_clean'),
        scan_types: ['code', 'network'],
        target_host: '127.0.0.1',
      });
      await ended('scan_d');
    },
  });
  replayFile('dashboard', { start, bindings });
}
