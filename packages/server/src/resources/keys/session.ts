import type { Handlers } from '../../http/handler.ts';

/** Tells a caller who it is to this server, whatever it has signed in with. */
export function createSessionHandler(version: string): Handlers<'getSession'> {
  return {
    getSession: (_, { principal }) => {
      const { kind, id, name, scopes, role, projects } = principal;
      const json = {
        kind,
        id,
        name,
        scopes: [...scopes],
        role,
        projects: projects === null ? null : [...projects],
        version,
      };
      return Promise.resolve({ json, headers: { 'cache-control': 'no-store' } });
    },
  };
}
