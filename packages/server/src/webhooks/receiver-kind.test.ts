import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectReceiver } from './receiver-kind.ts';

const path = join(import.meta.dirname, '..', '..', '..', 'testkit', 'data', 'http', 'vectors.json');
const { chat_detection: recorded } = JSON.parse(readFileSync(path, 'utf8')) as {
  chat_detection: readonly { url: string; kind: string }[];
};

/** server.md §26 #21: by host and path, not by a text anywhere in the address. */
const deviations: Readonly<Record<string, string>> = {
  'https://example.com/?next=hooks.slack.com': 'generic',
  'https://discord.com/api/v10/webhooks/1/a': 'discord',
};

describe('recorded addresses', () => {
  it.each(recorded)('$url', ({ url, kind }) => {
    const expected = deviations[url];
    expect(detectReceiver(url)).toBe(expected ?? kind);
    if (expected !== undefined) expect(expected).not.toBe(kind);
  });
});

it.each([
  ['https://slack.com.example.org/services/T/B/X', 'generic'],
  ['https://nothooks.slack.com/services/T/B/X', 'slack'],
  ['https://evilslack.com/services/T/B/X', 'generic'],
  ['https://discord.com.example.org/api/webhooks/1/a', 'generic'],
  ['https://discord.com/channels/1', 'generic'],
  ['no address', 'generic'],
])('%s is %s', (url, kind) => {
  expect(detectReceiver(url)).toBe(kind);
});
