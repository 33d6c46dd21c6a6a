import { SecureScanError } from '@securescan/model';
import { normaliseParts } from './normalise.ts';
import type { PackageUrl } from './package-url.ts';

function refuse(text: string, reason: string): SecureScanError {
  return new SecureScanError(
    'E_ARGUMENT',
    `${JSON.stringify(text)} is not a package URL: ${reason}. It has the form pkg:type/namespace/name@version.`,
  );
}

function cutLast(text: string, separator: string): readonly [string, string | null] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string, whole: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw refuse(whole, `“${text}” is not percent-encoded UTF-8 (${String(cause)})`);
  }
}

function parseQualifiers(text: string | null, whole: string): Record<string, string> {
  const entries = (text ?? '').split('&').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    const value = at === -1 ? '' : decode(pair.slice(at + 1), whole);
    return value === '' ? [] : [[pair.slice(0, at).toLowerCase(), value]];
  });
  const bad = entries.find(([key]) => !/^[a-z._-][a-z0-9._-]*$/.test(key));
  if (bad) throw refuse(whole, `“${bad[0]}” cannot be the name of a qualifier`);
  return Object.fromEntries(entries);
}

/** Segments of a path, decoded; empty ones say nothing, and neither do the `left` ones. */
function joinSegments(text: string | null, whole: string, left: readonly string[] = []): string | null {
  const segments = (text ?? '')
    .split('/')
    .map((segment) => decode(segment, whole))
    .filter((segment) => segment !== '' && !left.includes(segment));
  return segments.length === 0 ? null : segments.join('/');
}

/**
 * Reads a package URL into its parts, normalised as the type asks for.
 * @throws SecureScanError E_ARGUMENT when scheme, type or name is missing or the encoding is broken
 */
export function parsePurl(text: string): PackageUrl {
  const scheme = /^pkg:\/*/i.exec(text);
  if (!scheme) throw refuse(text, 'it does not begin with “pkg:”');
  const [beforeSubpath, subpath] = cutLast(text.slice(scheme[0].length), '#');
  const [beforeQualifiers, qualifiers] = cutLast(beforeSubpath, '?');
  const slash = beforeQualifiers.indexOf('/');
  const type = beforeQualifiers.slice(0, Math.max(slash, 0)).toLowerCase();
  if (!/^[a-z.-][a-z0-9.-]*$/.test(type)) throw refuse(text, 'the type is missing');
  const rest = beforeQualifiers.slice(slash + 1).replace(/\/+$/, '');
  // An unencoded `@` of an npm scope opens the namespace; it does not begin the version.
  const at = rest.lastIndexOf('@');
  const hasVersion = at > 0 && at > rest.lastIndexOf('/');
  const [namespaceText, nameText] = splitName(hasVersion ? rest.slice(0, at) : rest);
  const rawName = decode(nameText, text).trim();
  if (rawName === '') throw refuse(text, 'the name is missing');
  const { namespace, name } = normaliseParts({ type, name: rawName, namespace: joinSegments(namespaceText, text) });
  const version = hasVersion ? decode(rest.slice(at + 1), text).trim() : '';
  return {
    type,
    namespace,
    name,
    version: version === '' ? null : version,
    qualifiers: parseQualifiers(qualifiers, text),
    subpath: joinSegments(subpath, text, ['.', '..']),
  };
}

function splitName(path: string): readonly [string | null, string] {
  const [namespace, name] = cutLast(path, '/');
  return name === null ? [null, namespace] : [namespace, name];
}
