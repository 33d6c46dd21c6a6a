import { API_PREFIX, DEPRECATED_API_PREFIX, withScope, type Access } from '@securescan/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ServerConfig } from '../config/server-config.ts';
import type { ServedPath } from '../http/allowed-methods.ts';
import { sendJson } from '../http/answer.ts';
import { ASSETS } from './assets.ts';
import { DOCS_CSP, renderRedocPage, renderSwaggerPage } from './pages.ts';
import { chooseDocument, type DocumentTexts, makeDocumentTexts } from './visible-document.ts';

const BASES = ['', API_PREFIX, DEPRECATED_API_PREFIX] as const;

/** Paths of the documentation, for the answers to other methods. */
export function listDocsPaths(mode: ServerConfig['docs']): readonly ServedPath[] {
  if (mode === 'off') return [];
  return [{ pattern: /^(?:\/api(?:\/v1)?)?\/(?:docs|redoc|openapi\.json)\/?$/, methods: ['GET', 'HEAD'] }];
}

/**
 * Registers the OpenAPI document and its two viewers at the root and below both prefixes, all from this server alone.
 * @param version - version of the product
 */
export function registerDocs(
  app: FastifyInstance,
  { docs: mode, waf }: Pick<ServerConfig, 'docs' | 'waf'>,
  version: string,
): void {
  if (mode === 'off') return;
  const access: Access = mode === 'public' ? { kind: 'public' } : withScope('read');
  // Made when somebody asks: it would cost every start, and few look at it.
  let texts: DocumentTexts | undefined;
  const config = { access };
  for (const base of BASES) {
    app.get(`${base}/openapi.json`, { config }, (request, reply) => {
      sendJson(
        reply,
        chooseDocument((texts ??= makeDocumentTexts(version, waf.rootPaths)), request.exchange.principal),
      );
    });
    app.get(`${base}/docs`, { config }, (_request, reply) => sendPage(reply, renderSwaggerPage(base)));
    app.get(`${base}/redoc`, { config }, (_request, reply) => sendPage(reply, renderRedocPage(base)));
    for (const [page, assets] of Object.entries(ASSETS)) {
      for (const [name, { mediaType, read }] of Object.entries(assets)) {
        app.get(`${base}/${page}/${name}`, { config }, async (_request, reply) => {
          // Part of this version of the program, and no secret.
          reply.header('cache-control', mode === 'public' ? 'public, max-age=3600' : 'private, max-age=3600');
          return reply.type(mediaType).send(await read());
        });
      }
    }
  }
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('content-security-policy', DOCS_CSP).type('text/html; charset=utf-8').send(html);
}
