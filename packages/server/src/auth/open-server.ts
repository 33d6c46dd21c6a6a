import type { Caller } from '../http/parts.ts';
import type { Principal } from './principal.ts';
import { ALL_SCOPES } from './roles.ts';

/** Everybody, on a server without any credential. */
export const OPEN_PRINCIPAL: Principal = {
  id: 'dev',
  kind: 'open',
  name: null,
  scopes: ALL_SCOPES,
  role: null,
  projects: null,
};

const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Why a request may not use an open server, or null when it may. The server stands open to its own machine only, so it
 * refuses what reaches it from elsewhere by detours: a proxy in front of it, a foreign name that resolves to this machine
 * (DNS rebinding), a foreign web page that sends forms to it.
 */
export function findOpenServerObjection(caller: Caller, allowedOrigins: readonly string[]): string | null {
  if (FORWARDING_HEADERS.some((name) => caller.headers[name] !== undefined)) {
    return 'This server has no key and answers its own machine only, not through a proxy; make one with: securescan keys create --admin';
  }
  if (!isLoopbackName(caller.authority)) {
    return 'This server has no key and answers as localhost only; make one with: securescan keys create --admin';
  }
  const origin = caller.headers['origin'];
  if (origin !== undefined && !SAFE_METHODS.has(caller.method) && !allowedOrigins.includes(origin)) {
    const host = URL.parse(origin)?.host;
    if (host === undefined || !isLoopbackName(host)) {
      return 'This server has no key and takes no orders from other web pages; make one with: securescan keys create --admin';
    }
  }
  return null;
}

function isLoopbackName(authority: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(authority);
}
