import type { z } from 'zod';
import type { Answer, Route } from './route.ts';
import { API_PREFIX, routes, type RouteId } from './routes.ts';
import { toFullPath } from './openapi.ts';

type Routes = typeof routes;

type InputOf<R, Key extends string> = R extends { readonly [K in Key]: infer S extends z.ZodType } ? z.input<S> : never;
type Part<R, Key extends string> = R extends { readonly [K in Key]: z.ZodType }
  ? { readonly [K in Key]: InputOf<R, Key> }
  : unknown;
type QueryPart<R> = R extends { readonly query: z.ZodType }
  ? { readonly query?: Partial<InputOf<R, 'query'>> }
  : unknown;

/** What a route is called with: path parameters, query, body, as far as it has them. */
export type CallInput<Id extends RouteId> = Part<Routes[Id], 'params'> &
  QueryPart<Routes[Id]> &
  Part<Routes[Id], 'body'>;

type JsonOf<A> = A extends { readonly json: infer S extends z.ZodType }
  ? z.output<S>
  : A extends { readonly empty: true }
    ? null
    : Response;

/** What a route answers when all is well: parsed JSON, null for nothing, or the bare response for files and streams. */
export type CallOutput<Id extends RouteId> = JsonOf<Routes[Id]['answers'][keyof Routes[Id]['answers']]>;

export interface ClientOptions {
  /** Origin of the server; empty for the page's own. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** Replaces the global fetch, for tests. */
  readonly fetch?: typeof fetch;
}

/** An answer that is not the one hoped for; `detail` is fit to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly detail: unknown;
  readonly retryAfterSeconds: number | null;
  /** Finds the request in the server's log. */
  readonly requestId: string | null;

  constructor(status: number, detail: unknown, retryAfterSeconds: number | null, requestId: string | null = null) {
    super(typeof detail === 'string' ? detail : `the server answered ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
  }
}

/** A success whose body is not what the route promises: the server is of another version, or something else answered. */
export class AnswerMismatch extends Error {
  override readonly name = 'AnswerMismatch';
}

/** An answer with its headers: cursors, totals, tags. */
export interface CheckedAnswer<Id extends RouteId> {
  readonly output: CallOutput<Id>;
  readonly headers: Headers;
}

/** A client whose every method is a route, with the route's own types. */
export interface Client {
  /** @throws ApiError for every status that is not a success; TypeError when the server cannot be reached */
  call<Id extends RouteId>(
    id: Id,
    input: CallInput<Id>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<CallOutput<Id>>;
  /**
   * The same, with the body compared with the route's schema.
   * @throws as `call`, and AnswerMismatch
   */
  callChecked<Id extends RouteId>(
    id: Id,
    input: CallInput<Id>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<CheckedAnswer<Id>>;
}

export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;

  async function request<Id extends RouteId>(id: Id, input: CallInput<Id>, signal: AbortSignal | undefined) {
    const route: Route = routes[id];
    const { params, query, body } = input as {
      params?: Record<string, string>;
      query?: Record<string, unknown>;
      body?: unknown;
    };
    const response = await send(toUrl(options.baseUrl, route, params ?? {}, query ?? {}), {
      method: route.method,
      headers: {
        ...(options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await toApiError(response);
    return { response, answer: Object.values(route.answers)[0] };
  }

  return {
    async call<Id extends RouteId>(id: Id, input: CallInput<Id>, { signal }: { readonly signal?: AbortSignal } = {}) {
      const { response, answer } = await request(id, input, signal);
      if (answer && 'empty' in answer) return null as CallOutput<Id>;
      return (answer && 'json' in answer ? await response.json() : response) as CallOutput<Id>;
    },

    async callChecked<Id extends RouteId>(
      id: Id,
      input: CallInput<Id>,
      { signal }: { readonly signal?: AbortSignal } = {},
    ) {
      const { response, answer } = await request(id, input, signal);
      const { headers } = response;
      if (answer && 'empty' in answer) return { output: null as CallOutput<Id>, headers };
      if (!answer || !('json' in answer)) return { output: response as CallOutput<Id>, headers };
      return { output: (await readChecked(id, answer, response)) as CallOutput<Id>, headers };
    },
  };
}

async function readChecked(
  id: string,
  answer: Extract<Answer, { readonly json: unknown }>,
  response: Response,
): Promise<unknown> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new AnswerMismatch(`${id} did not answer with JSON`, { cause: error });
  }
  const checked = answer.json.safeParse(body);
  if (!checked.success) throw new AnswerMismatch(`${id}: ${checked.error.message}`, { cause: checked.error });
  return checked.data;
}

function toUrl(baseUrl: string, route: Route, params: Record<string, string>, query: Record<string, unknown>): string {
  const path = toFullPath(route, API_PREFIX).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null)
      search.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = search.toString();
  return `${baseUrl}${path}${text === '' ? '' : `?${text}`}`;
}

async function toApiError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const body: unknown = await response.json().catch(() => null);
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
  return new ApiError(
    response.status,
    detail,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    response.headers.get('x-request-id'),
  );
}
