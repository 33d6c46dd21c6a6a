const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;

/**
 * What the router gets to see of a request target: `GET http://host/path` is `/path` (RFC 9112 §3.2.2), and a path that is not
 * percent-encoded UTF-8 becomes one that no route has, so that it takes the way of every other request.
 */
export function toRoutedUrl(url: string): string {
  const target = url.startsWith('/') ? url : url.replace(ABSOLUTE_FORM, '');
  if (!target.startsWith('/')) return `/${target}`;
  return isDecodable(target) ? target : '/%25';
}

/** Path and query of a request target, as they were sent. */
export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const target = url.startsWith('/') ? url : url.replace(ABSOLUTE_FORM, '') || '/';
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** Whether the path (not the query) is percent-encoded UTF-8. */
export function isDecodable(target: string): boolean {
  if (!target.includes('%')) return true;
  const mark = target.indexOf('?');
  try {
    decodeURIComponent(mark < 0 ? target : target.slice(0, mark));
    return true;
  } catch {
    return false;
  }
}
