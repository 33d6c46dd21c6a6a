import { HttpProblem } from '../problem/http-problem.ts';

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * Checks who calls a server that has no credential. A page on another site can make a browser call it under a name of its
 * own (DNS rebinding), and a proxy in front makes callers from anywhere look local; both are refused.
 * @throws HttpProblem 401
 */
export function requireLocalCaller(authority: string, hasForwarding: boolean): void {
  if (hasForwarding) {
    throw refusal(
      'This server has no credential configured and does not answer through a proxy; set SECURESCAN_API_KEY',
    );
  }
  if (!LOCAL_HOST.test(authority)) {
    throw refusal('This server has no credential configured and answers to localhost only; set SECURESCAN_API_KEY');
  }
}

function refusal(detail: string): HttpProblem {
  return new HttpProblem(401, detail, { headers: { 'www-authenticate': 'Bearer' } });
}
