import { isRevalidated, type Route, routes } from '@securescan/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { revalidate } from '../plugins/etag.ts';
import { toAddresses } from './allowed-methods.ts';
import { sendAnswer, toSuccessStatus, type AnyAnswer } from './answer.ts';
import type { AnswerCheck } from './answer-check.ts';
import type { AppParts } from './parts.ts';
import { BODY_PARSERS } from './body-parsers.ts';
import { createInputReader, type ParsedInputs } from './read-inputs.ts';
import { toRequestContext } from './request-context.ts';
import type { RequestContext } from './handler.ts';

const NO_BODY = new Uint8Array();
const PROBES: ReadonlySet<string> = new Set(['getHealth', 'getReadiness']);

/** A handler whose inputs the route's own schemas have made; the compiler has matched the two where handlers are written. */
type AnyHandler = (inputs: ParsedInputs, request: RequestContext) => Promise<AnyAnswer>;

/** Is told when a stream has begun; it may not end for hours. */
type StreamStart = (request: FastifyRequest, reply: FastifyReply) => void;

/** Routes of the contract that have a handler. */
export function listServedRoutes(handlers: AppParts['handlers']): readonly Route[] {
  return Object.values<Route>(routes).filter(({ id }) => id in handlers);
}

/** Registers every route of the contract that has a handler, at all its addresses. */
export function registerRoutes(
  app: FastifyInstance,
  { handlers, rootPaths }: { readonly handlers: AppParts['handlers']; readonly rootPaths: boolean },
  check: AnswerCheck | null,
  onStream: StreamStart,
): void {
  for (const route of listServedRoutes(handlers)) {
    const handle = (handlers as Readonly<Record<string, AnyHandler>>)[route.id];
    if (handle)
      for (const address of toAddresses(route, rootPaths))
        registerRoute(app, route, address, { handle, check, onStream });
  }
}

function registerRoute(
  app: FastifyInstance,
  route: Route,
  address: string,
  {
    handle,
    check,
    onStream,
  }: { readonly handle: AnyHandler; readonly check: AnswerCheck | null; readonly onStream: StreamStart },
): void {
  const readInputs = createInputReader(route, BODY_PARSERS[route.id]);
  const status = toSuccessStatus(route);
  const isProbe = PROBES.has(route.id);
  app.route({
    method: route.method,
    url: address.replaceAll(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: !route.stream,
    config: { route, isProbe },
    // Too small to be worth even the question.
    ...(isProbe ? { compress: false as const } : {}),
    ...(isRevalidated(route) ? { onSend: revalidate } : {}),
    handler: async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : NO_BODY;
      for (const bodyCheck of request.exchange.bodyChecks ?? []) bodyCheck(body);
      const inputs = readInputs({
        params: request.params as Record<string, string>,
        query: request.exchange.query,
        body,
        contentType: request.exchange.contentType,
      });
      const answer = await handle(inputs, toRequestContext(request, reply));
      check?.json(route, answer);
      // Not the library's compiled serializer: on 50 scans it takes 2 to 3 times as long as this.
      sendAnswer(reply, status, answer, JSON.stringify);
      if ('stream' in answer) onStream(request, reply);
      return reply;
    },
  });
}
