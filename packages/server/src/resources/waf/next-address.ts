/** Where the next page is, relative to the request's own address, so that no host that a client sent is repeated. */
export function toNextAddress(
  query: Readonly<Record<string, string | number | boolean | undefined>>,
  cursor: string,
): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'cursor' && name !== 'offset') next.set(name, String(value));
  }
  next.set('cursor', cursor);
  return `?${next.toString()}`;
}
