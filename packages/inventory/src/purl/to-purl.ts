import { compareCodePoints } from '@securescan/model';
import { normaliseParts } from './normalise.ts';
import type { PackageUrlParts } from './package-url.ts';

/** Percent-encodes a component: all but letters, digits, `.`, `-`, `_`, `~` and `:`. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function encodeSegments(path: string, isAllowed: (segment: string) => boolean): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && isAllowed(segment))
    .map(encode)
    .join('/');
}

function encodeQualifiers(qualifiers: Readonly<Record<string, string>>): string {
  return Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&');
}

/**
 * Canonical package URL: type rules applied (lower case, PyPI names), everything percent-encoded, qualifiers sorted.
 * @see https://github.com/package-url/purl-spec
 */
export function toPurl(parts: PackageUrlParts): string {
  const { namespace, name } = normaliseParts(parts);
  const prefix = namespace === null ? '' : encodeSegments(namespace, () => true);
  const qualifiers = encodeQualifiers(parts.qualifiers ?? {});
  const subpath = encodeSegments(parts.subpath ?? '', (segment) => segment !== '.' && segment !== '..');
  return [
    `pkg:${parts.type.toLowerCase()}/`,
    prefix === '' ? '' : `${prefix}/`,
    encode(name.trim()),
    parts.version ? `@${encode(parts.version.trim())}` : '',
    qualifiers === '' ? '' : `?${qualifiers}`,
    subpath === '' ? '' : `#${subpath}`,
  ].join('');
}
