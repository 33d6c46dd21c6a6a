import { Readable } from 'node:stream';
import type { Route } from '@securescan/contract';
import type { FastifyReply } from 'fastify';
import { REPORT_CSP } from '../plugins/response-headers.ts';

/** `HandlerAnswer` of any route; its JSON has been checked by the compiler where the handler is. */
export type AnyAnswer =
  | { readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly empty: true }
  | { readonly jsonText: string | Readable; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly body: string | Uint8Array | Readable;
      readonly mediaType: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly stream: (response: FastifyReply['raw']) => void };

/** The one success that a route names. */
export function toSuccessStatus(route: Route): number {
  return Number(Object.keys(route.answers)[0] ?? 200);
}

/**
 * Sends what a handler gave.
 * @param toJson - writes the route's JSON
 */
export function sendAnswer(
  reply: FastifyReply,
  status: number,
  answer: AnyAnswer,
  toJson: (value: unknown) => string,
): void {
  reply.code(status);
  if ('json' in answer) {
    setHeaders(reply, answer.headers);
    sendJson(reply, toJson(answer.json));
  } else if ('empty' in answer) {
    reply.send();
  } else if ('jsonText' in answer) {
    setHeaders(reply, answer.headers);
    sendJson(reply, answer.jsonText);
  } else if ('stream' in answer) {
    startStream(reply, answer.stream);
  } else {
    if (answer.mediaType.startsWith('text/html')) reply.header('content-security-policy', REPORT_CSP);
    setHeaders(reply, answer.headers);
    reply.serializer(asItIs).header('content-type', answer.mediaType).send(toPayload(answer.body));
  }
}

/** Sends JSON that is text already. Without the serializer the library would add a charset, which JSON does not have. */
export function sendJson(reply: FastifyReply, text: string | Readable): void {
  reply.serializer(asItIs).header('content-type', 'application/json').send(text);
}

function asItIs(payload: unknown): string {
  return payload as string;
}

/** A handler's `Link` stands beside the one of the pipeline; everything else replaces it. */
function setHeaders(reply: FastifyReply, headers: Readonly<Record<string, string>> | undefined): void {
  if (!headers) return;
  for (const [name, value] of Object.entries(headers)) {
    const link = name.toLowerCase() === 'link' ? reply.getHeader('link') : undefined;
    reply.header(name, typeof link === 'string' ? `${value}, ${link}` : value);
  }
}

/** The handler writes from now on; it finds every header of the pipeline in place. */
function startStream(reply: FastifyReply, stream: (response: FastifyReply['raw']) => void): void {
  reply.hijack();
  reply.raw.statusCode = 200;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  // Proxies that collect answers would hold events back.
  reply.raw.setHeader('x-accel-buffering', 'no');
  reply.raw.setHeader('content-type', 'text/event-stream; charset=utf-8');
  stream(reply.raw);
}

function toPayload(body: string | Uint8Array | Readable): string | Buffer | Readable {
  if (typeof body === 'string' || body instanceof Readable) return body;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
