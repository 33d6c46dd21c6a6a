import type { Readable } from 'node:stream';
import type { ServerResponse } from 'node:http';
import type { Route, RouteId, routes } from '@securescan/contract';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';

type Routes = typeof routes;
type Output<R, Key extends string> = R extends { readonly [K in Key]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What a request is, apart from its validated inputs. */
export interface RequestContext {
  readonly principal: Principal;
  /** X-Request-ID, given or made. */
  readonly requestId: string;
  /** Address of the client after trusted proxies. */
  readonly address: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Path, query and body as the route's schemas parsed them; `undefined` where the route has none. */
export interface Inputs<Id extends RouteId> {
  readonly params: Output<Routes[Id], 'params'>;
  readonly query: Output<Routes[Id], 'query'>;
  readonly body: Output<Routes[Id], 'body'>;
}

type JsonAnswer<R> = R extends { readonly answers: infer A }
  ? {
      [Status in keyof A]: A[Status] extends { readonly json: infer S extends z.ZodType } ? z.input<S> : never;
    }[keyof A]
  : never;

/** How a handler answers. The status is the one that the route names, so handlers never state it. */
export type HandlerAnswer<Id extends RouteId> =
  | { readonly json: JsonAnswer<Routes[Id]>; readonly headers?: Readonly<Record<string, string>> }
  /** Nothing, where the route answers 204. */
  | { readonly empty: true }
  /** JSON that is already text, or arrives in pieces; for answers too large to be built whole. */
  | { readonly jsonText: string | Readable; readonly headers?: Readonly<Record<string, string>> }
  /** A file or a report. */
  | {
      readonly body: string | Uint8Array | Readable;
      readonly mediaType: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The handler writes to the raw response itself, with the headers of this server already in it, until it ends it. */
  | { readonly stream: (response: ServerResponse) => void };

export type Handler<Id extends RouteId> = (inputs: Inputs<Id>, request: RequestContext) => Promise<HandlerAnswer<Id>>;

/** Handlers of some routes; all resources together cover every route, which the compiler checks in `app.ts`. */
export type Handlers<Ids extends RouteId> = { readonly [Id in Ids]: Handler<Id> };

/** Routes of one contract table, for `Handlers<RoutesOf<typeof scanRoutes>>`. */
export type RoutesOf<Table extends Readonly<Record<string, Route>>> = Extract<keyof Table, RouteId>;
