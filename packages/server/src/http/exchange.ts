import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Route } from '@securescan/contract';
import type { Principal } from '../auth/principal.ts';

/** What the stages before the handler have found out about a request. */
export interface Exchange {
  /** Path as it was sent, without the query. */
  readonly path: string;
  /** Text behind the question mark. */
  readonly query: string;
  readonly startedMs: number;
  readonly address: string;
  readonly authority: string;
  /** As it was sent; the library sees one that it takes, since bodies are ours to judge. */
  readonly contentType: string | undefined;
  principal: Principal | null;
  /** Checks of the body's bytes that authentication has asked for. */
  bodyChecks: ((bytes: Uint8Array) => void)[] | null;
  /** It was refused for how it was sent, before it mattered which route it was for. */
  isMalformed: boolean;
  /** It has been logged and counted. */
  isTold: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange;
  }
  interface FastifyContextConfig {
    /** The contract's entry; absent on pages that no contract describes. */
    readonly route?: Route;
    /** Who may see a page that no contract describes; what the route says otherwise, and nobody's key without either. */
    readonly access?: Access;
    /** Never counted by a limiter, answered even when the server is overloaded. */
    readonly isProbe?: boolean;
  }
}

/** The signal that aborts when the client goes away before its answer is complete; made when somebody asks for it. */
export function toAbortSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const { raw } = reply;
  if (raw.destroyed) controller.abort();
  else {
    raw.once('close', () => {
      if (!raw.writableFinished) controller.abort();
    });
  }
  return controller.signal;
}

/** Headers with one value per name. Only `set-cookie` comes as a list, and requests do not carry it. */
export function toHeaders(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return request.headers as Readonly<Record<string, string | undefined>>;
}
