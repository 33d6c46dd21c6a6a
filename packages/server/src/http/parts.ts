import type { Access, Route, RouteId } from '@securescan/contract';
import type { Principal } from '../auth/principal.ts';
import type { Handlers } from './handler.ts';

/** A request as authentication and limits see it: before its body is read. */
export interface Caller {
  readonly method: string;
  /** Path as it was sent, percent-encoded, without the query. */
  readonly path: string;
  /** Text behind the first `?`, percent-encoded; empty when there is none. */
  readonly query: string;
  /** Path parameters, decoded; for event tokens, which are bound to a scan. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Null for pages that no contract describes: documentation, dashboard. */
  readonly route: Route | null;
  readonly access: Access;
  readonly requestId: string;
  /** Client after trusted proxies, without zone, IPv4-mapped addresses folded; `unix` on a Unix socket. */
  readonly address: string;
  /** `host[:port]` that the client asked for: the Host header, or what a trusted proxy says it was. */
  readonly authority: string;
  /** Subject alternative name (else common name) of a client certificate that our authority signed; null without one. */
  readonly certificateName: string | null;
  /**
   * Registers a check of the body's bytes as they were sent (empty when there are none). It runs before they are parsed, and
   * throws an `HttpProblem` to refuse them. For the digest of a signed request.
   */
  onBody(check: (bytes: Uint8Array) => void): void;
}

/** What authentication and limits give to the application. */
export interface AccessParts {
  /**
   * Says who calls. Called for every route that is not public; counts and limits failed sign-ins itself, before it looks at a
   * key.
   * @throws HttpProblem 401 with `WWW-Authenticate`, 429, or 503 when a credential is required but none is configured
   */
  readonly authenticate: (caller: Caller) => Promise<Principal>;
  /**
   * Counts the request. `principal` is null on public routes other than `/health` and `/ready`, which are never counted.
   * @returns headers for the answer, whatever it will be (`x-ratelimit-*`)
   * @throws HttpProblem 429 with `retry-after` and the member `retry_after`
   */
  readonly limit: (caller: Caller, principal: Principal | null) => Promise<Readonly<Record<string, string>>>;
}

/** Everything that `buildApp` puts together. */
export interface AppParts extends AccessParts {
  /** Routes without a handler are not served; the server passes all of them, tests may pass a few. */
  readonly handlers: Partial<Handlers<RouteId>>;
}
