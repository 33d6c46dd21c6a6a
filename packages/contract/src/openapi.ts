import { z } from 'zod';
import { listErrorAnswers } from './answers.ts';
import type { Answer, Route } from './route.ts';
import { API_PREFIX, DEPRECATED_API_PREFIX, routes } from './routes.ts';

/** A JSON Schema or OpenAPI object; only written, never read. */
type JsonObject = Record<string, unknown>;

const REF_PREFIX = '#/components/schemas/';

/** The whole path of a route below a prefix; unversioned routes have none. */
export function toFullPath(route: Route, prefix: string): string {
  return route.root ? route.path : `${prefix}${route.path}`;
}

/** Which of its addresses a route is described at. */
type Address = 'own' | 'root' | 'deprecated';

/** What the name of an operation ends with, since names are unique. */
const ENDINGS: Readonly<Record<Address, string>> = { own: '', root: 'AtRoot', deprecated: 'Deprecated' };

/**
 * The OpenAPI 3.1 document of the product, made from the routes alone: same routes, same bytes.
 * @param version - version of the product
 * @param rootPaths - whether routes answer at their second address, too
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function buildOpenApi(version: string, rootPaths = true): JsonObject {
  const paths: Record<string, JsonObject> = {};
  const add = (route: Route, path: string, as: Address): void => {
    (paths[path] ??= {})[route.method.toLowerCase()] = toOperation(route, as);
  };
  const all: readonly Route[] = Object.values(routes);
  for (const route of all) add(route, toFullPath(route, API_PREFIX), 'own');
  if (rootPaths) for (const route of all) if (route.alsoAt !== undefined) add(route, route.alsoAt, 'root');
  for (const route of all) if (!route.root) add(route, toFullPath(route, DEPRECATED_API_PREFIX), 'deprecated');
  return {
    openapi: '3.1.1',
    info: {
      title: 'SecureScan',
      version,
      description: 'Security scans, findings and verdicts. Paths below /api are deprecated; use /api/v1.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(all.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: collectSchemas(),
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
        eventToken: { type: 'apiKey', in: 'query', name: 'event_token' },
      },
    },
  };
}

function toOperation(route: Route, as: Address): JsonObject {
  const responses: Record<string, JsonObject> = {};
  for (const [status, answer] of Object.entries(route.answers)) responses[status] = toResponse(answer);
  if (isRevalidated(route)) responses['304'] = { description: 'unchanged since the answer that If-None-Match names' };
  for (const { status, description, json } of listErrorAnswers(route)) {
    responses[String(status)] = { description, content: { 'application/json': { schema: toSchema(json, 'output') } } };
  }
  const parameters = [...toParameters(route.params, 'path'), ...toParameters(route.query, 'query')];
  return {
    operationId: `${route.id}${ENDINGS[as]}`,
    tags: [route.tag],
    summary: route.summary,
    ...(as === 'deprecated' ? { deprecated: true } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: toSchema(route.body, 'input') } } } }
      : {}),
    responses,
    security: toSecurity(route),
    ...(route.access.kind === 'scope' ? { 'x-scopes': route.access.scopes } : {}),
  };
}

/** Whether a read gives a validator, and takes it back. */
export function isRevalidated(route: Route): boolean {
  const answer = route.answers[200];
  return (
    route.method === 'GET' && answer !== undefined && 'headers' in answer && (answer.headers ?? []).includes('ETag')
  );
}

function toSecurity(route: Route): readonly JsonObject[] {
  if (route.access.kind === 'public') return [];
  const schemes: JsonObject[] = [{ apiKey: [] }, { bearer: [] }];
  if (route.access.kind === 'scope' && route.access.eventToken) schemes.push({ eventToken: [] });
  return schemes;
}

function toResponse(answer: Answer): JsonObject {
  if ('empty' in answer) return { description: answer.description };
  const headers = answer.headers?.length
    ? { headers: Object.fromEntries(answer.headers.map((name) => [name, { schema: { type: 'string' } }])) }
    : {};
  const content =
    'json' in answer
      ? { 'application/json': { schema: toSchema(answer.json, 'output') } }
      : Object.fromEntries(answer.mediaTypes.map((type) => [type, toFileSchema(type)]));
  return { description: answer.description, ...headers, content };
}

/** Documents of formats that others define; what an event stream is in parts, OpenAPI 3.1 cannot say. */
function toFileSchema(mediaType: string): JsonObject {
  if (mediaType === 'text/event-stream') return {};
  return { schema: { type: mediaType.endsWith('json') ? 'object' : 'string' } };
}

function toParameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): readonly JsonObject[] {
  if (!schema) return [];
  const { properties, required } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property as JsonObject;
    return {
      name,
      in: place,
      required: place === 'path' || (required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema: place === 'query' && isUntyped(rest) ? { type: 'string' } : rest,
    };
  });
}

/** Coerced values take any input as far as the schema can tell; in a query they are text. */
function isUntyped(schema: JsonObject): boolean {
  return schema['type'] === undefined && schema['enum'] === undefined && schema['anyOf'] === undefined;
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const id = z.globalRegistry.get(schema)?.['id'];
  if (id !== undefined) return { $ref: REF_PREFIX + id };
  const { element } = schema as { element?: z.ZodType };
  if (element !== undefined) return { type: 'array', items: toSchema(element, io) };
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}

/** All named shapes, sorted by name. Bodies are described as they are sent, everything else as it is answered. */
function collectSchemas(): JsonObject {
  const bodies = new Set(Object.values(routes).flatMap((route: Route) => (route.body ? [nameOf(route.body)] : [])));
  const render = (io: 'input' | 'output'): Record<string, JsonObject> =>
    z.toJSONSchema(z.globalRegistry, { io, uri: (id) => REF_PREFIX + id, unrepresentable: 'any' }).schemas;
  const answered = render('output');
  const sent = render('input');
  return Object.fromEntries(
    Object.keys(answered)
      .toSorted()
      .map((name) => {
        const { $schema: _schema, $id: _id, id: _name, ...schema } = (bodies.has(name) ? sent : answered)[name] ?? {};
        return [name, schema];
      }),
  );
}

function nameOf(schema: z.ZodType): string {
  return z.globalRegistry.get(schema)?.['id'] ?? '';
}
