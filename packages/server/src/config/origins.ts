/** Origins of pages that may call the API, or what is wrong with the list. */
export type ParsedOrigins = { readonly origins: readonly string[] | '*' } | { readonly problems: readonly string[] };

/** Reads a list of origins; `*` stands alone, since beside others it would make all of them useless. */
export function parseOrigins(entries: readonly string[]): ParsedOrigins {
  if (entries.includes('*')) {
    return entries.length === 1
      ? { origins: '*' }
      : { problems: ['* cannot stand beside other origins; list origins, or * alone'] };
  }
  const results = entries.map(parseOrigin);
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) return { problems };
  return { origins: [...new Set(results.flatMap((result) => ('origin' in result ? [result.origin] : [])))] };
}

function parseOrigin(entry: string): { readonly origin: string } | { readonly problem: string } {
  const quoted = JSON.stringify(entry);
  if (entry.toLowerCase() === 'null')
    return { problem: 'null is what sandboxed pages of anybody send; list real origins' };
  const url = URL.parse(entry);
  if (!url || !/^https?:$/.test(url.protocol) || url.host === '') {
    return { problem: `${quoted} is not an origin; write scheme://host[:port]` };
  }
  if (entry.endsWith('/')) return { problem: `${quoted} ends with a slash; an origin has no path` };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    return { problem: `${quoted} is more than an origin; write scheme://host[:port]` };
  }
  return { origin: url.origin };
}
