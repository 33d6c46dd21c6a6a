import type { BomScope } from '@securescan/model';
import type { Contribution } from './resolve.ts';

/**
 * Scope of every component of a file that does not state it: the strongest scope of what asks for it, through any number of
 * steps. What nothing asks for counts as required, since a missing link must not hide a package.
 */
export function inferScopes({ components, edges, roots }: Contribution): ReadonlyMap<string, BomScope> {
  const scopes = new Map<string, BomScope>();
  for (const { purl, scope } of components) if (scope !== null) scopes.set(purl, scope);
  if (components.every(({ scope }) => scope !== null)) return scopes;
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) {
    const list = targets.get(from);
    if (list) list.push(to);
    else targets.set(from, [to]);
  }
  const inferred = new Map<string, BomScope>();
  for (const scope of ['required', 'optional', 'development'] as const) {
    const pending = [...roots].filter(([, wanted]) => (wanted ?? 'required') === scope).map(([purl]) => purl);
    for (let purl = pending.pop(); purl !== undefined; purl = pending.pop()) {
      if (inferred.has(purl)) continue;
      inferred.set(purl, scope);
      pending.push(...(targets.get(purl) ?? []));
    }
  }
  for (const { purl } of components) {
    if (!scopes.has(purl)) scopes.set(purl, inferred.get(purl) ?? 'required');
  }
  return scopes;
}
