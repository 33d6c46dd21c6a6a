import type { z } from 'zod';

export const SCOPES = ['read', 'write', 'admin'] as const;
/** What a key may do; independent words, none implies another. */
export type Scope = (typeof SCOPES)[number];

/**
 * Who may call a route: nobody's key is looked at (`public`), any valid key (`any`), or keys that hold one of the scopes.
 * `event-token` routes also take a short-lived token in the query.
 */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'any' }
  | { readonly kind: 'scope'; readonly scopes: readonly [Scope, ...Scope[]]; readonly eventToken?: true };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One answer: a JSON body by schema, another media type, or nothing. */
export type Answer =
  | { readonly description: string; readonly json: z.ZodType; readonly headers?: readonly string[] }
  | { readonly description: string; readonly mediaTypes: readonly string[]; readonly headers?: readonly string[] }
  | { readonly description: string; readonly empty: true };

/** Errors that a route can answer beyond those that its access and its inputs imply. */
export type ErrorStatus = 400 | 403 | 404 | 409 | 501 | 503;

/**
 * One operation. Paths are written below `/api/v1` (and answer below the deprecated `/api` too) unless `root` is set.
 * Whatever a route does not name, no route does: the server registers, documents and checks from this entry alone.
 */
export interface Route {
  readonly id: string;
  readonly method: Method;
  /** With parameters in braces: `/scans/{scan_id}`. */
  readonly path: string;
  /** True for `/health` and its like, which have no version. */
  readonly root?: true;
  /** A second address, at the root, without version: as other programs know the route. It can be switched off. */
  readonly alsoAt?: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Largest body where that is more than what bodies may be elsewhere. */
  readonly bodyBytes?: number;
  /** What 422 looks like where it is not the list of problems alone. */
  readonly invalid?: z.ZodType;
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204, Answer>>>;
  /** Further errors, each with the cases in which they come. */
  readonly errors: Readonly<Partial<Record<ErrorStatus, string>>>;
  /** Takes a token from the bucket of scan starts. */
  readonly metered?: true;
  /** Answers 200 as an endless `text/event-stream`. */
  readonly stream?: true;
}

/** Checks a table of routes at compile time and keeps its literal types for the client. */
export function defineRoutes<const R extends Readonly<Record<string, Route>>>(routes: R): R {
  return routes;
}

/** Access for keys that hold the scope. */
export function withScope<const S extends Scope>(scope: S) {
  return { kind: 'scope', scopes: [scope] } as const;
}
