import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServedPath } from '../http/allowed-methods.ts';
import { isDecodable } from '../http/urls.ts';
import { type DashboardFile, type DashboardFiles, readDashboardFiles } from './dashboard-files.ts';
import { chooseEncoding, wantsPage } from './negotiate.ts';
import { NOT_BUILT_CSP, NOT_BUILT_PAGE } from './not-built-page.ts';

/** Nothing from elsewhere, no inline script or style, nothing made from text. */
const DASHBOARD_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Where `GET /` of a browser goes; no address of its own, since a space cannot be asked for. */
const PAGE_ROUTE = '/ page';
const NOT_PAGES = /^\/(?:api|assets)(?:\/|$)/;

/** The dashboard beside the API: one page for all its addresses, and the files that it loads. */
export interface Dashboard {
  /** Paths that are always files, for answers to other methods. */
  readonly paths: readonly ServedPath[];
  /** Another address for the router where a browser asks for the page at the address of an API route. */
  toRoutedUrl(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): string | null;
  /** Whether an address that no route has is one of the page's own. */
  takes(request: FastifyRequest): boolean;
  /** Answers with the page. */
  readonly sendPage: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  register(app: FastifyInstance): void;
}

/**
 * Reads what the build has made.
 * @param directory - of the built dashboard; null when there is none, which the page then says
 */
export async function openDashboard(directory: string | null): Promise<Dashboard> {
  const files = await readDashboardFiles(directory);
  const isRead = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

  const dashboard: Dashboard = {
    paths: [...(files?.assets.keys() ?? [])].map((name) => ({
      pattern: new RegExp(`^/assets/${RegExp.escape(name)}$`),
      methods: ['GET', 'HEAD'],
    })),

    toRoutedUrl({ method, url, headers }) {
      const isRoot = url === '/' || url?.startsWith('/?') === true;
      return isRoot && isRead(method) && wantsPage(headers) ? encodeURI(PAGE_ROUTE) : null;
    },

    takes: ({ method, headers, exchange }) =>
      isRead(method) && wantsPage(headers) && !NOT_PAGES.test(exchange.path) && isDecodable(exchange.path),

    async sendPage(request, reply) {
      reply.header('vary', 'accept, accept-encoding');
      if (files !== null) return sendFile(request, reply, files.page, DASHBOARD_CSP, 'no-cache');
      return reply
        .code(503)
        .header('content-security-policy', NOT_BUILT_CSP)
        .type('text/html; charset=utf-8')
        .send(NOT_BUILT_PAGE);
    },

    register(app) {
      // From memory and for everybody, so a probe in the sense of the limits: a page must not use up what its requests need.
      const config = { isProbe: true };
      app.get(PAGE_ROUTE, { config, compress: false }, dashboard.sendPage);
      registerAssets(app, files, config);
      app.addHook('onSend', (request, reply, payload, done) => {
        if (request.routeOptions.config.route?.id === 'getServiceInfo') reply.header('vary', 'accept');
        done(null, payload);
      });
    },
  };
  return dashboard;
}

function registerAssets(
  app: FastifyInstance,
  files: DashboardFiles | null,
  config: { readonly isProbe: boolean },
): void {
  for (const [name, file] of files?.assets ?? []) {
    app.get(`/assets/${name}`, { config, compress: false }, (request, reply) => {
      reply.header('vary', 'accept-encoding');
      // The name holds a digest of the content.
      return sendFile(request, reply, file, DASHBOARD_CSP, 'public, max-age=31536000, immutable');
    });
  }
}

async function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  file: DashboardFile,
  policy: string,
  cacheControl: string,
): Promise<FastifyReply> {
  const encoding = chooseEncoding(file.encodings, headers['accept-encoding']);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', cacheControl)
    .type(file.mediaType)
    .send(await file.read(encoding));
}
