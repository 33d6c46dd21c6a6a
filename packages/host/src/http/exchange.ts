import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HttpRequestOptions, HttpResponse } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { isAllowed, type NetworkPolicy } from './address-policy.ts';

const DEFAULT_MAX_BYTES = 5 * 1000 * 1000;
const MAX_HEADER_BYTES = 64 * 1024;

/** Resolves the name once; if any of its addresses is not allowed, none is used. */
export async function resolveHost(url: URL, policy: NetworkPolicy): Promise<readonly LookupAddress[]> {
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

/** Sends one request to one of the addresses and reads its answer. */
export async function exchange(
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
