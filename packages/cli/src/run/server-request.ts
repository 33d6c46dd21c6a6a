import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError, SecureScanError } from '@securescan/model';
import type { Io } from '../io/io.ts';
import type { Server } from './server-options.ts';

const TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;
/** A server that asks for a longer rest is not waited for. */
const MAX_WAIT_MS = 30_000;

export interface ServerAnswer {
  readonly status: number;
  readonly body: string;
}

/** What is asked for; without it a GET. */
export interface ServerWish {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks a server, again when it says that it is busy (429, 503): after what it asks for with `Retry-After`, else after a wait that
 * doubles. Redirects are not followed, so a key goes to the server that was named and to no other. Proxies are taken from
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 * @throws SecureScanError E_NETWORK
 */
export async function askServer(
  server: Server,
  path: string,
  io: Io,
  wish: ServerWish = { method: 'GET' },
): Promise<ServerAnswer> {
  const url = new URL(path, server.url);
  for (let attempt = 1; ; attempt += 1) {
    const { response, body } = await send(server, url, io, wish);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      const to = response.headers.location ?? 'nowhere';
      throw new SecureScanError('E_NETWORK', `${url.origin} sends ${path} on to ${to}; name that address with --url`);
    }
    const waitMs = toWaitMs(response.headers['retry-after'], attempt);
    if ((status !== 429 && status !== 503) || attempt >= MAX_ATTEMPTS || waitMs > MAX_WAIT_MS) return { status, body };
    await delay(waitMs, undefined, { signal: io.signal });
  }
}

async function send(
  server: Server,
  url: URL,
  io: Io,
  wish: ServerWish,
): Promise<{ response: IncomingMessage; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const isSecure = url.protocol === 'https:';
  const proxyEnv = { ...io.env.all };
  const agent = isSecure ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv });
  const options: RequestOptions & { rejectUnauthorized?: boolean; ca?: string; cert?: string; key?: string } = {
    agent,
    method: wish.method,
    headers: {
      accept: 'application/json',
      ...(server.apiKey === null ? {} : { 'x-api-key': server.apiKey }),
      ...(wish.body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(wish.body)) }),
      ...wish.headers,
    },
    signal: AbortSignal.any([io.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    ...(isSecure ? server.tls : {}),
  };
  try {
    const sent = (isSecure ? requestHttps : requestHttp)(url, options, resolve);
    sent.on('error', reject);
    sent.end(wish.body);
    const response = await promise;
    return { response, body: await text(response) };
  } catch (error) {
    const why = `cannot reach ${url.origin}: ${describeError(error)}`;
    const advice = isCertificateError(error)
      ? 'name the authority of its certificate with --ca-file'
      : 'is the server running there?';
    throw new SecureScanError('E_NETWORK', `${why}; ${advice}`, { cause: error });
  } finally {
    agent.destroy();
  }
}

function toWaitMs(retryAfter: string | undefined, attempt: number): number {
  if (retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter)) return 1000 * Number(retryAfter);
  return FIRST_WAIT_MS * 2 ** (attempt - 1);
}

function isCertificateError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.includes('CERT') || code.includes('SELF_SIGNED') || code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
}
