import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bind, type Bindings } from '../placeholders.ts';
import { hasRest, startScan, waitForEnd, waitForRest } from '../prepare-scan.ts';
import { replayFile } from '../replay.ts';
import { type ReplayService, startReplayService } from '../service.ts';

const KEEP_ALIVE = /^: keepalive$/gm;
const KEEP_ALIVE_MS = 15_000;

/** Scans as they are watched, and scans that end badly. */
export function replayStreams(): void {
  const start = async (): Promise<ReplayService> => {
    const service = await startReplayService();
    await writeFile(join(service.world.target('target'), 'Dockerfile'), 'FROM ubuntu:latest\nRUN true\n');
    return service;
  };
  const prepare = (service: ReplayService, bindings: Bindings): void => {
    if (bindings.size > 0) return;
    for (const [name, value] of Object.entries(service.world.bindings)) bind(bindings, name, value);
    bind(bindings, 'target_net', service.world.target('target_clean'));
  };
  const scan = (service: ReplayService, bindings: Bindings, name: string, target: string, types: readonly string[]) =>
    startScan(service, bindings, name, { target_path: service.world.target(target), scan_types: types });
  const slowScan = async (service: ReplayService, bindings: Bindings, name: string): Promise<string> => {
    await service.world.hold('target_slow');
    return scan(service, bindings, name, 'target_slow', ['code']);
  };

  replayFile('events-sse', {
    start,
    before: async (name, service, bindings) => {
      prepare(service, bindings);
      if (name.startsWith('live stream')) await scan(service, bindings, 'scan_1', 'target', ['code', 'iac']);
      if (name.startsWith('one scanner fails')) await scanNetwork(service, bindings);
      if (name.startsWith('cancelled while')) await slowScan(service, bindings, 'scan_3');
      if (name.startsWith('keep-alive')) await slowScan(service, bindings, 'scan_4');
      if (name.startsWith('more than 30 s')) service.clock.advance(2 * KEEP_ALIVE_MS + 1000);
      if (name.startsWith('after a restart')) {
        await waitForRest(service, await slowScan(service, bindings, 'scan_interrupted'));
        await service.restart();
      }
      if (name === 'then the stream is synthetic') {
        await service.ask('POST', `/api/v1/scans/${bindings.get('scan_interrupted')}/cancel`);
        await waitForEnd(service, bindings.get('scan_interrupted'));
      }
    },
    during: (name, service, bindings, text) => {
      if (name.startsWith('cancelled while') && hasRest(text)) {
        void service.ask('POST', `/api/v1/scans/${bindings.get('scan_3')}/cancel`);
      }
      if (!name.startsWith('keep-alive') || !hasRest(text)) return;
      if ((text.match(KEEP_ALIVE) ?? []).length >= 2) void service.world.release('target_slow');
      else service.clock.advance(KEEP_ALIVE_MS);
    },
  });

  replayFile('interrupted-scan', {
    start,
    before: async (name, service, bindings) => {
      if (!name.startsWith('scan that ran')) return;
      prepare(service, bindings);
      const id = await slowScan(service, bindings, 'scan_interrupted');
      await waitForRest(service, id);
      await service.restart({
        whileDown: () => {
          // A stop hands the scan back to the queue; a killed server leaves it like this.
          const died = `status = 'running', owner = 'elsewhere:/1', attempt = 1, lease_until = created_at`;
          service.change(`update scans set ${died}, started_at = created_at where id = '${id}'`);
        },
      });
      await waitForRest(service, id, 4);
    },
  });

  replayFile('failed-scan', {
    start,
    before: async (name, service, bindings) => {
      if (name !== 'failed scan') return;
      prepare(service, bindings);
      // Data on compliance is part of the program here; what can be broken is the target's own configuration.
      await writeFile(join(service.world.target('target'), '.securescan.yml'), '{ scan_types: [');
      await waitForEnd(service, await scan(service, bindings, 'scan_failed', 'target', ['code']));
    },
  });
}

/** A scan of a site that gives no cause for complaint, with an nmap that fails. */
async function scanNetwork(service: ReplayService, bindings: Bindings): Promise<void> {
  const site = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  const id = await startScan(service, bindings, 'scan_2', {
    target_path: service.world.target('target_clean'),
    scan_types: ['dast', 'network'],
    target_url: `http://127.0.0.1:${port}/`,
    target_host: '127.0.0.1',
  });
  await waitForEnd(service, id);
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
}
