import { hash } from 'node:crypto';
import { asFingerprint } from '@securescan/model';
import type { Finding, Fingerprint } from '@securescan/model';
import { normaliseContext, toSnippetText } from './context.ts';
import { collapseWhitespace } from './whitespace.ts';

/** Name of the identity algorithm; stored with baselines, SARIF and rows so that another can follow. */
export const FINGERPRINT_VERSION = 'securescan/v1';

/** What a fingerprint is made of. */
export type Identifiable = Pick<
  Finding,
  'scanner' | 'ruleId' | 'filePath' | 'cwe' | 'metadata' | 'identity' | 'snippet'
>;

/** Path as it enters a fingerprint: forward slashes, relative to `root` when it lies below it; nothing else is changed. */
export function identityPath(path: string | null, root: string | null = null): string {
  if (path === null) return '';
  const slashed = path.replaceAll('\\', '/');
  if (root === null) return slashed;
  const prefix = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return slashed.startsWith(prefix) ? slashed.slice(prefix.length) : slashed;
}

/**
 * Context as it enters a fingerprint: the natural identity when the scanner gives one, else the source text (of the
 * scanned tree, else of `metadata.line_snippet`), else nothing. A natural identity is no source text: markers of comments
 * stay in it, as in `https://`.
 */
export function identityContext(finding: Identifiable): string {
  if (finding.identity !== undefined && finding.identity !== '') return collapseWhitespace(finding.identity);
  return normaliseContext(finding.snippet ?? toSnippetText(finding.metadata['line_snippet']));
}

/** The text whose SHA-256 is the fingerprint, for the first occurrence. */
export function identityText(finding: Identifiable, root: string | null = null): string {
  const path = identityPath(finding.filePath, root);
  return `${finding.scanner}|${finding.ruleId ?? ''}|${path}|${identityContext(finding)}|${finding.cwe ?? ''}`;
}

/** Hashes an identity text; from the second occurrence on, `|` and the number are appended. */
export function hashIdentity(text: string, occurrence = 1): Fingerprint {
  return asFingerprint(hash('sha256', occurrence === 1 ? text : `${text}|${occurrence}`, 'hex'));
}

/**
 * Identity of a finding across scans of one target, for the first finding of that identity; `identify` numbers the rest.
 * @param finding - normalised: `filePath` relative to the target's root with forward slashes
 * @param root - absolute directory that is cut off a path that is not relative yet
 * @returns SHA-256 as 64 lower-case hex digits
 * @remarks Unchanged by re-indenting or moving the line or by a comment behind it; changed when the matched text changes.
 * @see docs/reference/fingerprint.md for the byte layout and test vectors
 */
export function fingerprintOf(finding: Identifiable, root: string | null = null): Fingerprint {
  return hashIdentity(identityText(finding, root));
}

/**
 * Id of a finding: a UUID made of the first 16 bytes of its fingerprint, so equal findings have equal ids.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function toFindingId(fingerprint: Fingerprint): string {
  const variant = ((Number.parseInt(fingerprint.charAt(16), 16) & 3) | 8).toString(16);
  return [
    fingerprint.slice(0, 8),
    fingerprint.slice(8, 12),
    `8${fingerprint.slice(13, 16)}`,
    variant + fingerprint.slice(17, 20),
    fingerprint.slice(20, 32),
  ].join('-');
}
