import { SecureScanError } from '@securescan/model';
import { trimWhitespaceEnd } from '../whitespace.ts';

const PREFIX_LENGTH = 12;
const ANY_MARKER = /<!--\s*securescan:fp:\s*([0-9a-f]+)\s*-->/i;
const ALL_MARKERS = /<!--\s*securescan:fp:\s*[0-9a-f]+\s*-->/gi;

/**
 * The first twelve hex digits of a fingerprint, which name a finding in a review.
 * @throws SecureScanError E_ARGUMENT when the text is shorter or not hexadecimal
 */
export function fingerprintPrefix(fingerprint: string): string {
  if (fingerprint.length < PREFIX_LENGTH) {
    throw new SecureScanError('E_ARGUMENT', `fingerprint must be at least 12 hex chars, got ${fingerprint.length}`);
  }
  const prefix = fingerprint.slice(0, PREFIX_LENGTH).toLowerCase();
  if (!/^[0-9a-f]+$/.test(prefix)) {
    throw new SecureScanError('E_ARGUMENT', 'fingerprint must be hexadecimal (0-9, a-f)');
  }
  return prefix;
}

/**
 * The hidden name of a review comment. The second and later findings of one prefix get their ordinal as two or more
 * further hex digits, so that they do not overwrite each other and older posters still read the marker.
 * @param ordinal - 1 for the first finding with this prefix
 */
export function markerOf(prefix: string, ordinal = 1): string {
  const suffix = ordinal === 1 ? '' : ordinal.toString(16).padStart(2, '0');
  return `<!-- securescan:fp:${prefix}${suffix} -->`;
}

/** The comment with its marker after a blank line; unchanged when it has a marker already. */
export function addMarker(body: string, fingerprint: string): string {
  if (ANY_MARKER.test(body)) return body;
  const marker = markerOf(fingerprintPrefix(fingerprint));
  const text = trimWhitespaceEnd(body);
  return text === '' ? marker : `${text}\n\n${marker}`;
}

/** The lower-case hex digits of the first marker in a comment, or null. */
export function parseMarker(body: string): string | null {
  return ANY_MARKER.exec(body)?.[1]?.toLowerCase() ?? null;
}

/** The comment without its markers. */
export function stripMarkers(body: string): string {
  if (!ANY_MARKER.test(body)) return body;
  const text = body.replace(ALL_MARKERS, '').replace(/\n{3,}/g, '\n\n');
  return body.endsWith('\n') ? `${trimWhitespaceEnd(text)}\n` : trimWhitespaceEnd(text);
}
