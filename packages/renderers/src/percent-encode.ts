/** What most paths look like: nothing to encode, no segment that starts with a dot. */
const PLAIN = /^[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;

/**
 * A relative path as a URI reference after RFC 3986: every segment percent-encoded as UTF-8, halves of surrogate pairs as
 * U+FFFD. Backslashes become slashes; a leading slash or drive letter and `.` segments go, so that the result stays
 * relative; `..` segments are kept but cannot stand as such.
 */
export function encodePath(path: string): string {
  if (PLAIN.test(path)) return path;
  return path
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map(encodeSegment)
    .join('/');
}

function encodeSegment(segment: string): string {
  if (segment === '..') return '%2E%2E';
  // Left alone by encodeURIComponent, but special in Markdown, XML or old URI grammars.
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
