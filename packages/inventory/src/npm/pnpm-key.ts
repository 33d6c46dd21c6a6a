/** What the key of a package says: `/a/1.0.0_peers` (version 5), `/a@1.0.0(peers)` (6), `a@1.0.0(peers)` (9), or an address. */
export function parsePnpmKey(
  key: string,
  isOld: boolean,
): { readonly name: string; readonly version: string | null; readonly isRegistry: boolean } {
  const plain = key.replace(/\(.*$/s, '');
  const path = plain.startsWith('/') ? plain.slice(1) : plain;
  const at = isOld ? path.lastIndexOf('/') : path.indexOf('@', 1);
  const name = at === -1 ? path : path.slice(0, at);
  const rest = at === -1 ? '' : path.slice(at + 1);
  const version = isOld ? (rest.split('_')[0] ?? '') : rest;
  const isRegistry = /^\d+\.\d+/.test(version) && (plain.startsWith('/') || !isOld);
  return { name, version: isRegistry ? version : null, isRegistry };
}
