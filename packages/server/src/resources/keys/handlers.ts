import type { keyRoutes } from '@securescan/contract';
import type { StoredKey } from '@securescan/store';
import { recordAudit } from '../../audit/record.ts';
import type { Access } from '../../auth/access.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { createKey, findPublicKeyProblem } from '../../keys/create-key.ts';
import { conflict, forbidden, InputProblem, notFound } from '../../problem/http-problem.ts';
import { presentKey } from './present.ts';

const NO_STORE = { 'cache-control': 'no-store' };

export function createKeyHandlers(
  deps: ServerDeps,
  { usage, credentials }: Pick<Access, 'usage' | 'credentials'>,
): Handlers<Exclude<RoutesOf<typeof keyRoutes>, 'getSession'>> {
  const { store, clock } = deps;
  const present = (key: StoredKey) => presentKey(key, usage.find(key.id));
  return {
    async createKey({ body }, request) {
      const expiresAt = body.expires_at === null ? null : new Date(body.expires_at);
      checkInputs(expiresAt, findPublicKeyProblem(body.signature, body.public_key));
      if (!holds(request.principal, body.projects)) {
        throw forbidden('This key may not make keys for projects beyond its own');
      }
      const { stored, key } = await store.transaction(async (repositories) => {
        const creation = await createKey(
          repositories,
          {
            name: body.name,
            scopes: body.scopes,
            role: body.role,
            projects: body.projects,
            expiresAt,
            signature: body.signature,
            publicKey: body.public_key,
          },
          { now: clock.now(), createdBy: request.principal.id, holdsAdmin: credentials().holdsAdmin },
        );
        if (creation.outcome === 'needs-admin') {
          throw conflict('The first key must hold admin on all projects, or nobody could manage keys');
        }
        await recordAudit(
          repositories,
          request,
          { action: 'key.create', target: { type: 'key', id: creation.stored.id }, details: describe(creation.stored) },
          deps,
        );
        return creation;
      });
      return { json: { ...present(stored), key }, headers: NO_STORE };
    },

    async listKeys(_, { principal }) {
      const keys = await store.keys.list();
      return { json: keys.filter(({ projects }) => holds(principal, projects)).map(present), headers: NO_STORE };
    },

    async getOwnKey(_, { principal }) {
      const key = principal.kind === 'key' ? await store.keys.find(principal.id) : undefined;
      if (key === undefined) throw notFound('Not authenticated via DB key');
      return { json: present(key), headers: NO_STORE };
    },

    async revokeKey({ params }, request) {
      await store.transaction(async (repositories) => {
        const { keys } = repositories;
        const key = await keys.find(params.key_id);
        if (key === undefined || !holds(request.principal, key.projects)) throw notFound('Key not found');
        const at = clock.now().toISOString();
        const revocation = await keys.revoke(key.id, at, { keepAdmin: !credentials().holdsAdmin });
        if (revocation === 'last-admin') throw conflict('Cannot revoke last admin key without an env-var fallback');
        if (revocation !== 'revoked') return;
        const target = { type: 'key', id: key.id };
        await recordAudit(repositories, request, { action: 'key.revoke', target, details: describe(key) }, deps);
      });
      return { empty: true };
    },
  };

  function checkInputs(expiresAt: Date | null, publicKeyProblem: string | null): void {
    const issues = [];
    if (expiresAt !== null && expiresAt <= clock.now()) {
      issues.push({ loc: ['body', 'expires_at'], text: 'expires_at must be in the future' });
    }
    if (publicKeyProblem !== null) issues.push({ loc: ['body', 'public_key'], text: publicKeyProblem });
    if (issues.length === 0) return;
    throw new InputProblem(
      issues.map(({ loc, text }) => ({ type: 'value_error', loc, msg: `Value error, ${text}`, ctx: { error: {} } })),
    );
  }
}

/** A principal deals with keys of its own projects only: others it neither sees nor makes. */
function holds({ projects: own }: Principal, projects: readonly string[] | null): boolean {
  return own === null || (projects !== null && projects.every((project) => own.includes(project)));
}

function describe(key: StoredKey) {
  return {
    name: key.name,
    scopes: [...key.scopes],
    role: key.role,
    projects: key.projects === null ? null : [...key.projects],
    expires_at: key.expiresAt,
    signature: key.signature,
  };
}
