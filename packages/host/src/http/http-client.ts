import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpClient, HttpRequestOptions, HttpResponse } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { isAllowed, type NetworkPolicy } from './address-policy.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 5 * 1000 * 1000;
const MAX_HEADER_BYTES = 64 * 1024;

/** Outbound HTTP within a policy; see the port. One connection per request, to the address that was judged. */
export function createHttpClient(policy: NetworkPolicy): HttpClient {
  return {
    async request(text, options = {}) {
      const url = parseUrl(text);
      const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const limit = AbortSignal.timeout(timeoutMs);
      const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
      try {
        signal.throwIfAborted();
        const addresses = await withAbort(resolveHost(url, policy), signal);
        return await exchange(url, addresses, options, signal);
      } catch (error) {
        throw toHttpError(error, url, options.signal, limit, timeoutMs);
      }
    },
  };
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new SecureScanError('E_REFUSED', `${JSON.stringify(text)} is not a valid URL.`);
  }
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SecureScanError('E_REFUSED', `Only http and https are requested, not ${url.protocol}//.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new SecureScanError('E_REFUSED', `The URL for ${url.host} holds credentials; leave them out.`);
  }
  return url;
}

/** Resolves the name once; if any of its addresses is not allowed, none is used. */
async function resolveHost(url: URL, policy: NetworkPolicy): Promise<readonly LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await lookup(host, { all: true }) : [{ address: host, family }];
  for (const { address } of addresses) {
    if (!isAllowed(address, policy, url.origin)) {
      throw new SecureScanError(
        'E_REFUSED',
        `${url.host} is at ${address}, an address that requests may not reach; allow private ranges if this is meant.`,
        { details: { host: url.host, address } },
      );
    }
  }
  return addresses;
}

/** A lookup that only knows the addresses judged before, so that a second answer of the name server changes nothing. */
function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_name, options, callback) => {
    const family = options.family === 4 || options.family === 6 ? options.family : 0;
    const fitting = family === 0 ? addresses : addresses.filter((entry) => entry.family === family);
    const first = fitting[0];
    if (first === undefined) callback(new Error('no address of this family'), '');
    else if (options.all === true) callback(null, [...fitting]);
    else callback(null, first.address, first.family);
  };
}

async function exchange(
  url: URL,
  addresses: readonly LookupAddress[],
  options: HttpRequestOptions,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: options.method ?? 'GET',
    headers: { 'user-agent': 'securescan', accept: '*/*', 'accept-encoding': 'identity', ...options.headers },
    agent: false,
    lookup: pinned(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    rejectUnauthorized: options.allowInvalidCertificate !== true,
    signal,
  });
  try {
    request.end(options.body);
    const response = await waitForResponse(request);
    const tls = readTls(response);
    const { body, truncated } = await readBody(response, options.maxBytes ?? DEFAULT_MAX_BYTES);
    return {
      url: url.href,
      status: response.statusCode ?? 0,
      headers: new Map(
        Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
      ),
      setCookie: response.headersDistinct['set-cookie'] ?? [],
      body,
      truncated,
      tls,
    };
  } finally {
    request.destroy();
  }
}

function waitForResponse(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Stays: an error after the response reaches the body's reader as well.
    request.on('error', reject);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<{ body: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const room = maxBytes - size;
    chunks.push(chunk.subarray(0, room));
    size += Math.min(chunk.length, room);
    if (chunk.length > room) {
      truncated = true;
      break;
    }
  }
  return { body: new TextDecoder().decode(Buffer.concat(chunks)), truncated };
}

function readTls(response: IncomingMessage): HttpResponse['tls'] {
  const { socket } = response;
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerCertificate();
  const validTo = Date.parse(certificate.valid_to);
  const name = certificate.subject?.CN;
  return {
    authorized: socket.authorized,
    error: socket.authorized ? null : String(socket.authorizationError),
    protocol: socket.getProtocol(),
    validTo: Number.isNaN(validTo) ? null : new Date(validTo).toISOString(),
    subject: Array.isArray(name) ? name.join(', ') : (name ?? null),
  };
}

/** A name lookup cannot be cancelled, but nobody has to wait for it. */
async function withAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

function toHttpError(
  cause: unknown,
  url: URL,
  wanted: AbortSignal | undefined,
  limit: AbortSignal,
  timeoutMs: number,
): SecureScanError {
  if (cause instanceof SecureScanError) return cause;
  if (wanted?.aborted === true) return new SecureScanError('E_CANCELLED', `The request to ${url.host} was cancelled.`);
  const why = limit.aborted ? `no whole answer within ${timeoutMs / 1000} s` : describeError(cause);
  return new SecureScanError('E_NETWORK', `The request to ${url.origin} failed: ${why}`, {
    cause,
    details: { origin: url.origin },
  });
}
