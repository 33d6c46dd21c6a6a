import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** One block of a stream: an event, or a comment. */
export interface SseBlock {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly retry?: string;
  readonly comment?: string;
}

export interface SseClient {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly blocks: readonly SseBlock[];
  /** Names of the events so far. */
  events(): readonly (string | undefined)[];
  /** Waits until a block fits. */
  until(fits: (block: SseBlock) => boolean): Promise<SseBlock>;
  /** Settles when the server has ended the stream. */
  readonly ended: Promise<void>;
  readonly response: IncomingMessage;
  close(): void;
}

/** Opens an event stream over HTTP/1.1. */
export async function openStream(
  url: string,
  headers: Record<string, string> = {},
  options: { readonly isPaused?: boolean } = {},
): Promise<SseClient> {
  const call = request(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false });
  call.end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve);
    call.once('error', reject);
  });
  call.on('error', () => undefined);
  response.on('error', () => undefined);
  const blocks: SseBlock[] = [];
  const watchers = new Set<() => void>();
  let rest = '';
  response.setEncoding('utf8');
  if (options.isPaused !== true) read();
  const ended = new Promise<void>((resolve) => {
    response.once('close', () => {
      resolve();
      for (const watcher of watchers) watcher();
    });
  });
  function read(): void {
    response.on('data', (text: string) => {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      blocks.push(...parts.map(parseBlock));
      for (const watcher of watchers) watcher();
    });
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    blocks,
    ended,
    response,
    events: () => blocks.filter(({ event }) => event !== undefined).map(({ event }) => event),
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = blocks.find(fits);
          if (found === undefined && !response.closed) return;
          watchers.delete(look);
          if (found === undefined) reject(new Error(`the stream ended: ${JSON.stringify(blocks)}`));
          else resolve(found);
        };
        watchers.add(look);
        if (response.listenerCount('data') === 0) read();
        look();
      }),
    close: () => {
      call.destroy();
    },
  };
}

function parseBlock(text: string): SseBlock {
  const block: Record<string, unknown> = {};
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
    if (name === '') block['comment'] = value;
    else block[name] = name === 'data' ? JSON.parse(value) : value;
  }
  return block;
}
