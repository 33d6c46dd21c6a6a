import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@securescan/model';
import { expect, it } from 'vitest';
import { toBody } from '../../../src/webhooks/bodies/to-body.ts';
import { type Received, type Receiver, startReceiver } from '../../receiver.ts';
import { replayDeviations } from '../deviations.ts';
import { ledger } from '../ledger.ts';
import { bind, type Bindings, unify } from '../placeholders.ts';
import { startScan, waitForEnd } from '../prepare-scan.ts';
import { createReplayClock } from '../replay-clock.ts';
import { compareHeader, replayFile, rulesOf } from '../replay.ts';
import { readRecorded, type RecordedExchange } from '../recorded.ts';
import { type ReplayService, startReplayService } from '../service.ts';

const FILE = 'webhook-deliveries';
/** Where the bodies for chats would go. */
const CHATS: Readonly<Record<string, string>> = {
  '/discord.com/api/webhooks/1/abc': 'https://discord.com/api/webhooks/1/abc',
  '/hooks.slack.com/services/T/B/X': 'https://hooks.slack.com/services/T/B/X',
};
const ALL = ['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test'];

/** What a receiver answers: at once, or when it is let. */
interface Endpoint extends Receiver {
  /** Lets the request that waits have its answer. */
  answer(status: number, body?: string, headers?: Readonly<Record<string, string>>): void;
}

interface Row {
  readonly status: string;
  readonly attempt: number;
}

async function waitForRow(service: ReplayService, id: string | undefined, fits: (row: Row) => boolean): Promise<void> {
  for (;;) {
    const [row] = await service.askFor<readonly Row[]>('GET', `/api/v1/webhooks/${id}/deliveries`);
    if (row !== undefined && fits(row)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function addWebhook(
  service: ReplayService,
  bindings: Bindings,
  label: string,
  body: { readonly name: string; readonly url: string; readonly event_filter: readonly string[] },
): Promise<string> {
  const made = await service.askFor<{ readonly id: string; readonly secret: string }>('POST', '/api/v1/webhooks', body);
  bind(bindings, `webhook_id:${label}`, made.id);
  bind(bindings, `webhook_secret:${label}`, made.secret);
  return made.id;
}

/** Subscriptions, what receivers are sent, and how deliveries go. */
export function replayWebhooks(): void {
  replaySubscriptions();
  replayStates();
  replayDeliveries();
}

/** Answers every request on its own later. */
async function startEndpoint(): Promise<Endpoint> {
  const waiting: ((reply: { status: number; body: string; headers: Record<string, string> }) => void)[] = [];
  const receiver = await startReceiver(() => new Promise((resolve) => waiting.push(resolve)));
  return {
    ...receiver,
    answer: (status, body = '', headers = {}) => waiting.shift()?.({ status, body, headers: { ...headers } }),
  };
}

function replaySubscriptions(): void {
  let endpoint: Endpoint;
  replayFile('webhooks', {
    start: async () => {
      endpoint = await startEndpoint();
      const service = await startReplayService();
      return {
        ...service,
        origin: service.origin,
        async [Symbol.asyncDispose]() {
          await service[Symbol.asyncDispose]();
          await endpoint[Symbol.asyncDispose]();
        },
      };
    },
    before: async (name, service, bindings) => {
      const receiver = new URL(endpoint.url).host;
      bind(bindings, 'receiver', receiver);
      const add = (label: string, title: string, path: string, events: readonly string[]) =>
        addWebhook(service, bindings, label, { name: title, url: `http://${receiver}/${path}`, event_filter: events });
      switch (name) {
        case 'create, duplicate events are kept':
          await add('slack', 'slack', 'hooks.slack.com/services/T/B/X', ALL);
          await add('discord', 'discord', 'discord.com/api/webhooks/1/abc', ALL);
          await add('failures', 'only failures', 'one', ['scan.failed']);
          return;
        case 'list, newest first, no secrets':
          for (const label of ['upper', 'link local', 'loopback']) {
            await service.ask('DELETE', `/api/v1/webhooks/${bindings.get(`webhook_id:${label}`)}`);
          }
          return;
        case 'delivery right after':
          await endpoint.waitFor(1);
          return;
        case 'delivery after the next poll':
          endpoint.answer(200, 'ok');
          return waitForRow(service, bindings.get('webhook_id:generic'), ({ status }) => status === 'succeeded');
      }
    },
  });
}

function replayStates(): void {
  let flaky: Endpoint;
  let slow: Endpoint;
  const steps: Readonly<Record<string, (service: ReplayService, bindings: Bindings) => Promise<void>>> = {
    'delivery row: pending, attempt 0': async (service, bindings) => {
      const id = await addWebhook(service, bindings, 'flaky', { name: 'flaky', url: flaky.url, event_filter: ALL });
      await addWebhook(service, bindings, 'slow', { name: 'slow', url: slow.url, event_filter: ALL });
      await addWebhook(service, bindings, 'closed', {
        name: 'closed port',
        url: 'http://127.0.0.1:9/x',
        event_filter: ALL,
      });
      // The slow one is asked first: its time limit is running while the others are played.
      await service.ask('POST', `/api/v1/webhooks/${bindings.get('webhook_id:slow')}/test`);
      await service.ask('POST', `/api/v1/webhooks/${id}/test`);
      await flaky.waitFor(1);
    },
    'delivery row: pending, attempt 1': async (service, bindings) => {
      flaky.answer(500, 'boom');
      await waitForRow(service, bindings.get('webhook_id:flaky'), ({ attempt }) => attempt === 1);
    },
    'delivery row: pending, attempt 2': async (service, bindings) => {
      service.clock.advance(5000);
      await flaky.waitFor(2);
      flaky.answer(429, 'slow down');
      await waitForRow(service, bindings.get('webhook_id:flaky'), ({ attempt }) => attempt === 2);
    },
    'delivery row: pending, attempt 3': async (service, bindings) => {
      service.clock.advance(10_000);
      await flaky.waitFor(3);
      flaky.answer(302, '', { location: 'http://127.0.0.1:9/' });
      await waitForRow(service, bindings.get('webhook_id:flaky'), ({ attempt }) => attempt === 3);
    },
    'delivery row: succeeded, attempt 4': async (service, bindings) => {
      service.clock.advance(20_000);
      await flaky.waitFor(4);
      flaky.answer(204);
      await waitForRow(service, bindings.get('webhook_id:flaky'), ({ attempt }) => attempt === 4);
    },
    'delivery row after a refused connection': async (service, bindings) => {
      const id = bindings.get('webhook_id:closed');
      await service.ask('POST', `/api/v1/webhooks/${id}/test`);
      await waitForRow(service, id, ({ attempt }) => attempt === 1);
      service.clock.advance(5000);
      await waitForRow(service, id, ({ attempt }) => attempt === 2);
    },
    'delivery row of a webhook disabled before the retry': async (service, bindings) => {
      service.clock.advance(10_000);
      await waitForRow(service, bindings.get('webhook_id:closed'), ({ status }) => status === 'failed');
    },
    'delivery row after the 10 second timeout': (service, bindings) =>
      waitForRow(service, bindings.get('webhook_id:slow'), ({ attempt }) => attempt === 1),
  };
  replayFile('webhook-delivery-states', {
    start: async () => {
      flaky = await startEndpoint();
      slow = await startEndpoint();
      // No retry is due before it is wanted, however busy the machine is.
      const service = await startReplayService({ clock: createReplayClock(true) });
      return {
        ...service,
        origin: service.origin,
        async [Symbol.asyncDispose]() {
          await service[Symbol.asyncDispose]();
          await flaky[Symbol.asyncDispose]();
          await slow[Symbol.asyncDispose]();
        },
      };
    },
    before: (name, service, bindings) => steps[name]?.(service, bindings),
  });
}

interface Delivered extends RecordedExchange {
  readonly direction: 'server to receiver';
}

function replayDeliveries(): void {
  it('sends receivers what webhook-deliveries.json has', { timeout: 60_000 }, async () => {
    const recorded = readRecorded(FILE) as readonly Delivered[];
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await using service = await startReplayService();
    const bindings: Bindings = new Map(Object.entries(service.world.bindings));
    bind(bindings, 'receiver', new URL(receiver.url).host);
    const secrets = new Map<string, string>();
    for (const [label, path] of [
      ['generic', '/generic'],
      ['discord', '/discord.com/api/webhooks/1/abc'],
      ['slack', '/hooks.slack.com/services/T/B/X'],
    ] as const) {
      const id = await addWebhook(service, bindings, label, {
        name: label,
        url: receiver.url + path,
        event_filter: ALL,
      });
      secrets.set(path, bindings.get(`webhook_secret:${label}`) ?? '');
      await service.ask('POST', `/api/v1/webhooks/${id}/test`);
      await receiver.waitFor(secrets.size);
    }
    await bringAboutEvents(service, bindings);
    const received = await receiver.waitFor(recorded.length);
    const differences: string[] = [];
    for (const exchange of recorded) {
      ledger.played.add(`${FILE}: ${exchange.name}`);
      const found = received.find(
        ({ path, headers }) =>
          path === exchange.request.path &&
          headers['x-securescan-event'] === exchange.request.headers['X-SecureScan-Event'],
      );
      const told = found ? compareDelivery(exchange, recorded, found, secrets, bindings) : ['did not arrive'];
      differences.push(...told.map((difference) => `${exchange.name}: ${difference}`));
    }
    expect(differences).toEqual([]);
    expect(received).toHaveLength(recorded.length);
  });
}

/** One scan that completes although a scanner fails, and one that fails. */
async function bringAboutEvents(service: ReplayService, bindings: Bindings): Promise<void> {
  const { world } = service;
  const results = [1, 2, 3, 4].map((line) => ({
    check_id: `rule.${line}`,
    path: `f${line}.py`,
    start: { line },
    end: { line },
    extra: { severity: 'WARNING', message: `found ${line}`, metadata: {} },
  }));
  await world.setResults('target_b', results);
  bind(bindings, 'target', world.target('target_b'));
  const complete = await startScan(service, bindings, 'scan_complete', {
    target_path: world.target('target_b'),
    scan_types: ['code', 'network'],
    target_host: '127.0.0.1',
  });
  bind(bindings, 'scan_scanner_failed', complete);
  await waitForEnd(service, complete);
  await writeFile(join(world.target('target_slow'), '.securescan.yml'), '{ scan_types: [');
  const failed = await startScan(service, bindings, 'scan_failed', {
    target_path: world.target('target_slow'),
    scan_types: ['code'],
  });
  await waitForEnd(service, failed);
}

function compareDelivery(
  { name, request }: Delivered,
  recorded: readonly Delivered[],
  received: Received,
  secrets: ReadonlyMap<string, string>,
  bindings: Bindings,
): readonly string[] {
  const deviation = replayDeviations[FILE]?.[name];
  const rules = rulesOf(FILE);
  const differences: string[] = [];
  const headers = Object.fromEntries(
    Object.entries(received.headers).map(([header, value]) => [header, String(value)]),
  );
  for (const [header, value] of Object.entries(request.headers)) {
    differences.push(...compareHeader(header.toLowerCase(), value, { status: 0, headers }, bindings));
  }
  const signature = String(received.headers['x-securescan-signature']);
  const [, at] = /^t=(\d{10}),v1=[0-9a-f]{64}$/.exec(signature) ?? [];
  const expected = createHmac('sha256', secrets.get(request.path) ?? '')
    .update(`${at}.${received.body}`)
    .digest('hex');
  if (!signature.endsWith(`,v1=${expected}`)) differences.push(`signature: ${signature} is not over these bytes`);
  const body = JSON.parse(received.body) as { readonly event: string; readonly data: JsonObject };
  if (JSON.stringify(body) !== received.body) differences.push('body: has spaces');
  // What is in the path of a receiver makes no chat of it (§26 no 21): it is sent the generic body.
  const plain = recorded.find((other) => other.name === `generic, ${body.event}`);
  differences.push(...unify(plain?.request.body, body, bindings, rules));
  const chat = CHATS[request.path];
  if (chat !== undefined) {
    const ours = JSON.parse(toBody(chat, body.event, body.data, '2026-01-02T03:04:05.678Z')) as unknown;
    differences.push(...unify(deviation?.body ?? request.body, ours, bindings, rules));
  }
  return differences;
}
