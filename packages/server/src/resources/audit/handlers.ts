import type { auditRoutes } from '@securescan/contract';
import { recordAudit } from '../../audit/record.ts';
import { visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { presentAuditEntry } from './present.ts';

export function createAuditHandlers(deps: ServerDeps): Handlers<RoutesOf<typeof auditRoutes>> {
  const { store } = deps;
  return {
    async listAudit({ query }, request) {
      const entries = await store.audit.list({
        limit: query.limit,
        projects: visibleProjects(request.principal),
        ...(query.cursor === undefined ? {} : { before: Number(query.cursor) }),
        ...(query.action === undefined ? {} : { action: query.action }),
        ...(query.actor === undefined ? {} : { actor: query.actor }),
      });
      const details = { cursor: query.cursor ?? null, limit: query.limit };
      await store.transaction((repositories) =>
        recordAudit(repositories, request, { action: 'audit.read', details }, deps),
      );
      const last = entries.length === query.limit ? entries.at(-1) : undefined;
      return {
        json: entries.map(presentAuditEntry),
        headers: {
          'cache-control': 'no-store',
          ...(last === undefined ? {} : { 'x-next-cursor': String(last.seq) }),
        },
      };
    },
  };
}
