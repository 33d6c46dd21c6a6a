import { createHash } from 'node:crypto';
import type { BulkState, findingRoutes } from '@securescan/contract';
import type { Repositories, StoredVerdict } from '@securescan/store';
import type { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RequestContext, RoutesOf } from '../../http/handler.ts';
import { conflict, forbidden, notFound } from '../../problem/http-problem.ts';
import { presentChange, presentComment, presentVerdict } from './present.ts';

type Judgement = Omit<z.output<typeof BulkState>, 'fingerprints'>;

export function createTriageHandlers(deps: ServerDeps): Handlers<RoutesOf<typeof findingRoutes>> {
  const { store, clock, newId } = deps;
  const now = (): string => clock.now().toISOString();

  function toVerdict(fingerprint: string, judgement: Judgement, { principal }: RequestContext): StoredVerdict {
    return {
      fingerprint,
      status: judgement.status,
      note: judgement.note,
      updatedAt: now(),
      updatedBy: judgement.updated_by,
      principal: principal.id,
      expiresAt: judgement.expires_at === null ? null : new Date(judgement.expires_at).toISOString(),
    };
  }

  return {
    async getFindingState({ params }, request) {
      await requireVisible(store, params.fingerprint, request);
      const verdict = await store.triage.find(params.fingerprint);
      if (verdict === undefined) throw notFound('Nobody has judged this finding');
      return { json: presentVerdict(verdict), headers: { etag: toETag(verdict) } };
    },

    async setFindingState({ params, body }, request) {
      const ifMatch = request.headers['if-match'];
      const verdict = await store.transaction(async (repositories) => {
        const { triage } = repositories;
        await requireWritable(repositories, [params.fingerprint], request);
        if (ifMatch !== undefined) {
          const current = await triage.find(params.fingerprint);
          const matches = current === undefined ? false : ifMatch === '*' || ifMatch === toETag(current);
          if (!matches) throw conflict('The verdict has changed since it was read; read it again');
        }
        const set = toVerdict(params.fingerprint, body, request);
        await triage.set([set]);
        await auditVerdicts(repositories, request, [set]);
        return set;
      });
      return { json: presentVerdict(verdict), headers: { etag: toETag(verdict) } };
    },

    async setFindingStates({ body }, request) {
      const fingerprints = [...new Set(body.fingerprints)];
      const verdicts = await store.transaction(async (repositories) => {
        await requireWritable(repositories, fingerprints, request);
        const set = fingerprints.map((fingerprint) => toVerdict(fingerprint, body, request));
        await repositories.triage.set(set);
        await auditVerdicts(repositories, request, set);
        return set;
      });
      return { json: { updated: verdicts.map(presentVerdict) } };
    },

    async listStateHistory({ params }, request) {
      await requireVisible(store, params.fingerprint, request);
      return { json: (await store.triage.history(params.fingerprint)).map(presentChange) };
    },

    async listComments({ params }, request) {
      await requireVisible(store, params.fingerprint, request);
      return { json: (await store.triage.comments(params.fingerprint)).map(presentComment) };
    },

    async addComment({ params, body }, request) {
      const comment = {
        id: newId(),
        fingerprint: params.fingerprint,
        text: body.text,
        author: body.author,
        principal: request.principal.id,
        createdAt: now(),
      };
      const stored = await store.transaction(async (repositories) => {
        await requireWritable(repositories, [params.fingerprint], request);
        const added = await repositories.triage.addComment(comment);
        const target = { type: 'finding', id: params.fingerprint };
        await recordAudit(
          repositories,
          request,
          { action: 'comment.add', target, details: { comment: comment.id } },
          deps,
        );
        return added;
      });
      return { json: presentComment(stored) };
    },

    async deleteComment({ params }, request) {
      await store.transaction(async (repositories) => {
        await requireWritable(repositories, [params.fingerprint], request);
        const removed = await repositories.triage.removeComment(params.fingerprint, params.comment_id);
        if (!removed) throw notFound('Comment not found');
        const target = { type: 'finding', id: params.fingerprint };
        const details = { comment: params.comment_id };
        await recordAudit(repositories, request, { action: 'comment.delete', target, details }, deps);
      });
      return { empty: true };
    },
  };

  /** One row, however many findings were judged alike. */
  async function auditVerdicts(
    repositories: Repositories,
    request: RequestContext,
    verdicts: readonly StoredVerdict[],
  ): Promise<void> {
    const [first] = verdicts;
    if (first === undefined) return;
    const single = verdicts.length === 1;
    await recordAudit(
      repositories,
      request,
      {
        action: 'triage.set',
        target: { type: 'finding', id: single ? first.fingerprint : `${verdicts.length} findings` },
        details: {
          status: first.status,
          ...(single ? {} : { fingerprints: verdicts.map(({ fingerprint }) => fingerprint) }),
        },
      },
      deps,
    );
  }
}

/** Hides from a project-bound key what no scan in its projects has found. */
async function requireVisible(
  { triage }: Pick<Repositories, 'triage'>,
  fingerprint: string,
  { principal }: RequestContext,
): Promise<void> {
  const projects = visibleProjects(principal);
  if (projects === null) return;
  if ((await triage.findForeign([fingerprint], projects)).length > 0) throw notFound('Finding not found');
}

async function requireWritable(
  { triage }: Pick<Repositories, 'triage'>,
  fingerprints: readonly string[],
  { principal }: RequestContext,
): Promise<void> {
  const projects = visibleProjects(principal);
  if (projects === null) return;
  const [foreign] = await triage.findForeign(fingerprints, projects);
  if (foreign !== undefined) throw forbidden(`No scan in the projects of this key has found ${foreign}`);
}

function toETag(verdict: StoredVerdict): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(presentVerdict(verdict)))
    .digest('base64url');
  return `"${hash.slice(0, 22)}"`;
}
