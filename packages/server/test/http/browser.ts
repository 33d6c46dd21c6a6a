import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A page in a real browser, driven by its debugging protocol. */
export interface BrowserPage extends AsyncDisposable {
  /** Loads an address. */
  open(url: string): Promise<void>;
  /** Resolves when so many elements fit the selector. */
  waitFor(selector: string, count: number): Promise<void>;
  /** What the browser complained about: refused content, exceptions, failed loads. */
  readonly complaints: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

export async function openBrowserPage(path: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'securescan-browser-'));
  const child = spawn(
    path,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const port = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, found] = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const pages = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve, { once: true });
  });
  const complaints: string[] = [];
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message.result);
    else if (message.method === 'Log.entryAdded' || message.method === 'Runtime.exceptionThrown') {
      complaints.push(JSON.stringify(message.params));
    }
  });
  let last = 0;
  const send = (method: string, params: object = {}): Promise<unknown> => {
    last += 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(last, resolve);
    socket.send(JSON.stringify({ id: last, method, params }));
    return promise;
  };
  for (const domain of ['Log', 'Runtime', 'Page']) await send(`${domain}.enable`);
  return {
    complaints,
    open: async (url) => {
      await send('Page.navigate', { url });
    },
    waitFor: async (selector, count) => {
      const expression = `new Promise((resolve) => {
        const look = () => document.querySelectorAll(${JSON.stringify(selector)}).length >= ${count} && resolve(true);
        new MutationObserver(look).observe(document, { childList: true, subtree: true });
        look();
      })`;
      await send('Runtime.evaluate', { expression, awaitPromise: true });
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
