import type { IncomingMessage } from 'node:http';
import type { ServerDeps } from '../deps.ts';
import { createClientAddressReader } from '../plugins/client-address.ts';
import type { Cors } from '../plugins/cors.ts';
import { toDeprecationHeaders } from '../plugins/deprecation.ts';
import { SECURITY_HEADERS, toHsts } from '../plugins/response-headers.ts';
import { createForwardingWarning } from '../plugins/untrusted-forwarding.ts';
import type { Exchange } from './exchange.ts';
import { splitUrl } from './urls.ts';

/** What is known of a request as soon as its headers are there. */
export interface Opening {
  readonly exchange: Exchange;
  /** Headers of its answer, whatever that will be. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the function that looks at a request first. */
export function createOpening(
  { config, clock, log }: ServerDeps,
  cors: Cors,
): (raw: IncomingMessage, target: string, requestId: string) => Opening {
  const readClient = createClientAddressReader(config.proxies, config.forwardedHeader);
  const warnOfForwarding = createForwardingWarning(log, clock);
  const hsts = { 'strict-transport-security': toHsts(config.tls?.hstsIncludeSubdomains ?? false) };
  const always = config.tls === null ? SECURITY_HEADERS : { ...SECURITY_HEADERS, ...hsts };

  return (raw, target, requestId) => {
    // Repeated headers come joined, except `set-cookie`, which requests do not carry.
    const headers = raw.headers as Readonly<Record<string, string | undefined>>;
    const { path, query } = splitUrl(target);
    const client = readClient(raw.socket.remoteAddress, headers);
    if (client.hasUntrustedForwarding) warnOfForwarding(client.address);
    return {
      exchange: {
        path,
        query,
        startedMs: clock.monotonicMs(),
        address: client.address,
        authority: client.forwardedHost ?? headers['host'] ?? headers[':authority'] ?? '',
        contentType: headers['content-type'],
        principal: null,
        bodyChecks: null,
        isMalformed: false,
        isTold: false,
      },
      headers: {
        ...always,
        ...(client.forwardedProto === 'https' ? hsts : {}),
        'x-request-id': requestId,
        ...cors.headersFor(headers['origin']),
        ...toDeprecationHeaders(path, config.sunset),
      },
    };
  };
}
