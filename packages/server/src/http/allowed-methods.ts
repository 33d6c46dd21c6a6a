import { API_PREFIX, DEPRECATED_API_PREFIX, type Route } from '@securescan/contract';

/** A path of the contract as the router writes it, and the methods that it answers to. */
export interface ServedPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Every address of a route: with and without version, or the one at the root; its second one where those are on. */
export function toAddresses(route: Route, rootPaths: boolean): readonly string[] {
  if (route.root) return [route.path];
  const second = rootPaths && route.alsoAt !== undefined ? [route.alsoAt] : [];
  return [`${API_PREFIX}${route.path}`, `${DEPRECATED_API_PREFIX}${route.path}`, ...second];
}

/** Methods by path; GET routes other than streams answer HEAD too. */
export function listServedPaths(routes: readonly Route[], rootPaths: boolean): readonly ServedPath[] {
  const byPath = new Map<string, string[]>();
  for (const route of routes) {
    for (const address of toAddresses(route, rootPaths)) {
      const methods = byPath.get(address) ?? [];
      methods.push(route.method);
      if (route.method === 'GET' && !route.stream) methods.push('HEAD');
      byPath.set(address, methods);
    }
  }
  return [...byPath].map(([path, methods]) => ({ pattern: toPattern(path), methods }));
}

/** Methods that a path answers to, sorted; none when no route has it. */
export function findAllowedMethods(paths: readonly ServedPath[], path: string): readonly string[] {
  const found = paths.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
  return [...new Set(found)].toSorted();
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', String.raw`\.`)}/?$`);
}
