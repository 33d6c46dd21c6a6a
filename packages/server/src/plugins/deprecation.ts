import { API_PREFIX, DEPRECATED_API_PREFIX } from '@securescan/contract';

/** Headers of every answer below `/api/` that is not below `/api/v1/`; null elsewhere. */
export function toDeprecationHeaders(path: string, sunset: string): Readonly<Record<string, string>> | null {
  if (!path.startsWith(`${DEPRECATED_API_PREFIX}/`) || path.startsWith(`${API_PREFIX}/`)) return null;
  if (path === API_PREFIX) return null;
  const successor = `${API_PREFIX}${path.slice(DEPRECATED_API_PREFIX.length)}`;
  return { deprecation: 'true', link: `<${escape(successor)}>; rel="successor-version"`, sunset };
}

/** What must not stand between the angle brackets of a link, or in a header at all. */
function escape(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]|[<>"\\]/g, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
      .join(''),
  );
}
