import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildOpenApi, createClient, listErrorAnswers, type Route, routes } from './index.ts';

const data = join(import.meta.dirname, '..', '..', 'testkit', 'data', 'http');

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scope?: string;
  readonly query_params: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly min?: number;
    readonly max?: number;
    readonly default?: unknown;
  }[];
  readonly observed_status_codes: readonly number[];
}
const { operations } = JSON.parse(readFileSync(join(data, 'openapi-routes.json'), 'utf8')) as {
  operations: readonly Operation[];
};
const matrix = JSON.parse(readFileSync(join(data, 'scope-matrix.json'), 'utf8')) as readonly {
  method: string;
  path: string;
  scope: string | null;
}[];

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Record<string, unknown>;
  }[];
  readonly responses: Record<string, unknown>;
  readonly 'x-scopes'?: readonly string[];
}
const document = buildOpenApi('1.2.3') as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
};

function find(method: string, path: string): Described {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not in the contract`);
  return operation;
}

it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  'keeps the recorded operation %s with its parameters and bounds',
  (_name, operation) => {
    const ours = find(operation.method, operation.path);
    for (const parameter of operation.query_params) {
      const own = ours.parameters?.find(({ name, in: place }) => name === parameter.name && place === 'query');
      expect(own, parameter.name).toBeDefined();
      expect(own?.required).toBe(parameter.required);
      if (parameter.min !== undefined) expect(own?.schema['minimum']).toBe(parameter.min);
      if (parameter.max !== undefined) expect(own?.schema['maximum']).toBe(parameter.max);
    }
    // PDF needs nothing that could be missing any more, so its 500 is gone with the rest of the recorded crashes.
    const documented = Object.keys(ours.responses).map(Number);
    expect(operation.observed_status_codes.filter((status) => !documented.includes(status))).toEqual([]);
  },
);

it.each(matrix.map((row) => [`${row.method} ${row.path}`, row] as const))(
  'asks for the recorded scope on %s',
  (_name, row) => {
    expect(find(row.method, row.path)['x-scopes'] ?? null).toEqual(row.scope === null ? null : [row.scope]);
  },
);

it('gives every route an id of its own, and every path parameter a schema', () => {
  for (const [key, route] of Object.entries(routes) as [string, Route][]) {
    expect(route.id).toBe(key);
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(names);
  }
});

it('names no scope only where everybody may call', () => {
  const open = Object.values(routes as Record<string, Route>).filter(({ access }) => access.kind !== 'scope');
  expect(open.map(({ id }) => id).toSorted()).toEqual([
    'getHealth',
    'getOwnKey',
    'getReadiness',
    'getServiceInfo',
    'getSession',
  ]);
});

it('documents every error once', () => {
  for (const route of Object.values(routes as Record<string, Route>)) {
    const statuses = listErrorAnswers(route).map(({ status }) => status);
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(statuses).toContain(500);
  }
});

it('refers only to shapes that exist', () => {
  const text = JSON.stringify(document);
  const references = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? ''));
  expect([...references].filter((name) => !(name in document.components.schemas))).toEqual([]);
});

it('makes the same bytes twice', () => {
  expect(JSON.stringify(buildOpenApi('1.2.3'))).toBe(JSON.stringify(document));
});

it('calls a route by its id, with the path, the query, the body and the key in their places', async () => {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const client = createClient({
    baseUrl: 'http://h',
    apiKey: 'k',
    fetch: (url, init) => {
      calls.push({ url: url instanceof Request ? url.url : url.toString(), init });
      return Promise.resolve(
        new Response('{"detail":"no such scan"}', { status: 404, headers: { 'retry-after': '7' } }),
      );
    },
  });
  await expect(
    client.call('listFindings', { params: { scan_id: 'a/b' }, query: { severity: 'high', limit: 5 } }),
  ).rejects.toMatchObject({
    status: 404,
    message: 'no such scan',
    retryAfterSeconds: 7,
  });
  expect(calls[0]?.url).toBe('http://h/api/v1/scans/a%2Fb/findings?severity=high&limit=5');
  expect(calls[0]?.init?.headers).toEqual({ 'x-api-key': 'k' });
});
