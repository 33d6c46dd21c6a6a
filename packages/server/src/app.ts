import type { Readable } from 'node:stream';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ServerDeps } from './deps.ts';
import { type Dashboard, openDashboard } from './dashboard/dashboard.ts';
import { listDocsPaths, registerDocs } from './docs/register-docs.ts';
import { listServedPaths } from './http/allowed-methods.ts';
import { sendJson } from './http/answer.ts';
import { createAnswerCheck } from './http/answer-check.ts';
import { createHealthPath } from './http/health-path.ts';
import { createOpening } from './http/opening.ts';
import type { AppParts } from './http/parts.ts';
import { readBody } from './http/read-body.ts';
import { listServedRoutes, registerRoutes } from './http/register-routes.ts';
import { toRequestId } from './http/request-id.ts';
import { createNodeServer } from './http/server-factory.ts';
import { answerBrokenRequest, CONNECTION_LIMITS } from './http/server-options.ts';
import { createStages, type Stages } from './http/stages.ts';
import type { TlsMaterial } from './http/tls-files.ts';
import { toRoutedUrl } from './http/urls.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createCors } from './plugins/cors.ts';
import { watchEventLoop } from './plugins/overload.ts';
import { createRequestRecord, type TellRequest } from './plugins/request-record.ts';
import { toErrorAnswer } from './problem/error-answer.ts';

export interface AppOptions {
  /** Version of the product, for its documentation. */
  readonly version?: string;
  /** Certificate and key, when the server speaks TLS itself. */
  readonly tls?: TlsMaterial;
  /** Directory of the built dashboard; null when nobody has built it. */
  readonly dashboardDirectory?: string | null;
  /** Counts requests. */
  readonly metrics?: Metrics;
  /** Is told when an answer does not fit its contract. For tests: the check costs more than the answer. */
  readonly onContractBreach?: (breach: string) => void;
}

/**
 * Puts the application together; it does not listen. Everything that a request goes through is registered here, in the order
 * in which it happens.
 */
export async function buildApp(deps: ServerDeps, parts: AppParts, options: AppOptions = {}): Promise<FastifyInstance> {
  const { config, clock, log, newId } = deps;
  const cors = createCors(config.cors.origins);
  const open = createOpening(deps, cors);
  const tell = createRequestRecord(log, clock, options.metrics ?? null);
  const dashboard = config.dashboard ? await openDashboard(options.dashboardDirectory ?? null) : null;
  const app = fastify({
    logger: false,
    genReqId: (raw) => toRequestId(raw.headers['x-request-id'], newId),
    rewriteUrl: (raw) => dashboard?.toRoutedUrl(raw) ?? toRoutedUrl(raw.url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: CONNECTION_LIMITS.headerBytes },
    return503OnClosing: false,
    // Who stops the server decides when connections are cut.
    forceCloseConnections: false,
    clientErrorHandler: answerBrokenRequest,
    serverFactory: (listener) => {
      const first = 'getHealth' in parts.handlers ? createHealthPath(open, tell, newId, listener) : listener;
      return createNodeServer(config, options.tls ?? null, first);
    },
  });
  const check = options.onContractBreach ? createAnswerCheck(options.onContractBreach) : null;
  const loop = watchEventLoop(clock);
  options.metrics?.addGauge(
    'event_loop_delay_seconds',
    'How late the event loop was at the last look',
    () => loop.delayMs() / 1000,
  );
  const paths = [
    ...listServedPaths(listServedRoutes(parts.handlers), config.waf.rootPaths),
    ...listDocsPaths(config.docs),
    ...(dashboard?.paths ?? []),
  ];
  const stages = createStages(
    open,
    cors,
    parts,
    { paths, isPage: (request) => dashboard?.takes(request) ?? false },
    loop,
  );

  app.addHook('onClose', () => {
    loop.stop();
  });
  app.addHook('onRequest', (request, reply, done) => {
    runStages(stages, request, reply, done);
  });
  // Of the route and not of all: a probe must not wait, and an address without a route needs nobody's key.
  app.addHook('onRoute', (route) => {
    if (!route.config?.isProbe) route.onRequest = (request, reply) => stages.admit(request, reply);
  });
  app.addHook('onResponse', (request, reply, done) => {
    tellOf(tell, request, reply);
    done();
  });
  setErrorAnswers(app, deps);
  acceptBodies(app, deps);
  if (check) {
    app.addHook('onSend', (request, reply, payload, done) => {
      const { route } = request.routeOptions.config;
      const isHeard = !request.exchange.isMalformed && !request.raw.destroyed;
      if (route && isHeard) check.sent(route, reply.statusCode, reply.getHeader('content-type')?.toString(), payload);
      done(null, payload);
    });
  }
  await app.register(compress, {
    globalDecompression: false,
    threshold: 1024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  registerRoutes(app, { handlers: parts.handlers, rootPaths: config.waf.rootPaths }, check, (request, reply) => {
    tellOf(tell, request, reply);
  });
  registerDocs(app, config, options.version ?? '0.0.0');
  if (dashboard !== null) registerDashboard(app, dashboard);
  return app;
}

/** What no route has, and is not refused before, is an address of the page. */
function registerDashboard(app: FastifyInstance, dashboard: Dashboard): void {
  dashboard.register(app);
  app.setNotFoundHandler(dashboard.sendPage);
}

function tellOf(
  tell: TellRequest,
  { id, method, exchange, routeOptions }: FastifyRequest,
  { raw }: FastifyReply,
): void {
  tell({ id, method, routeId: routeOptions.config.route?.id ?? null, status: raw.statusCode }, exchange);
}

/** The stages that need no waiting; the next one is the route's own. */
function runStages(stages: Stages, request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
  stages.open(request, reply);
  if (stages.answerPreflight(request, reply)) return;
  try {
    stages.checkTarget(request);
    done();
  } catch (error) {
    done(error as Error);
  }
}

/** Every error leaves through here; texts that are not ours stay in the log. */
function setErrorAnswers(app: FastifyInstance, { log }: ServerDeps): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, headers, body, isFault } = toErrorAnswer(error, request.id);
    if (isFault) {
      log.error(
        { err: error, request_id: request.id, method: request.method, path: request.exchange.path },
        'request failed',
      );
    }
    // The rest of a refused body is still on its way; streams of HTTP/2 end without their connection.
    if (request.raw.httpVersionMajor > 1) reply.removeHeader('connection');
    else if (status === 413 || status === 408) reply.header('connection', 'close');
    reply.code(status).headers(headers);
    if (status === 429 && prefersText(request.headers.accept)) {
      return reply.type('text/plain; charset=utf-8').send(body['detail']);
    }
    sendJson(reply, JSON.stringify(body));
    return reply;
  });
}

function prefersText(accept: string | undefined): boolean {
  return accept !== undefined && accept.includes('text/plain') && !accept.includes('json');
}

/** Bodies are read as bytes, whatever they say they are, where somebody wants them; the route's reader parses them. */
function acceptBodies(app: FastifyInstance, { config }: ServerDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) => {
    const { route } = request.routeOptions.config;
    if (route?.body === undefined && request.exchange.bodyChecks === null) return undefined;
    const maxBytes = Math.max(config.limits.bodyBytes, route?.bodyBytes ?? 0);
    const limits = { maxBytes, timeoutMs: CONNECTION_LIMITS.bodyTimeoutMs };
    const announced = request.headers['content-length'];
    return readBody(payload, limits, announced === undefined ? undefined : Number(announced));
  });
}
