/** One PEP 508 requirement, as far as an inventory needs it. */
export interface Requirement {
  readonly name: string;
  /** The version when it is pinned (`==1.0`, `===1.0`) without a wildcard; null otherwise. */
  readonly version: string | null;
  /** Everything between the name and the marker. */
  readonly range: string;
  /** Set when an environment marker asks for an extra. */
  readonly extra: boolean;
  /** Address after `@`. */
  readonly url: string | null;
}

const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s;

/** Version of a specifier set that allows exactly one, or null. */
export function findPinnedVersion(range: string): string | null {
  const [, version = ''] = /^\(?\s*={2,3}\s*([^\s,;()]+)\s*\)?$/.exec(range) ?? [];
  return version === '' || version.includes('*') ? null : version;
}

/**
 * Reads `name[extras] specifiers ; marker` or `name @ url`; null when there is no name.
 * @see https://peps.python.org/pep-0508/
 */
export function parseRequirement(text: string): Requirement | null {
  const [, name, rest = ''] = REQUIREMENT.exec(text.trim()) ?? [];
  if (name === undefined) return null;
  if (rest.startsWith('@')) {
    // In front of a marker stands a space, since a semicolon may be part of the address.
    const [url = '', marker = ''] = rest.slice(1).trim().split(/\s+;/);
    return { name, version: null, range: '', extra: /\bextra\b/.test(marker), url: url.split(/\s/)[0] ?? url };
  }
  const [range = '', marker = ''] = rest.split(';');
  const trimmed = range.trim();
  return { name, version: findPinnedVersion(trimmed), range: trimmed, extra: /\bextra\b/.test(marker), url: null };
}

/** Where a package comes from, as qualifiers of its package URL. */
export function toOriginQualifiers(url: string | null): Readonly<Record<string, string>> {
  if (url === null) return {};
  const address = url.split('#')[0] ?? url;
  if (/^(?:git|hg|svn|bzr)\+/.test(address)) return { vcs_url: address };
  return /^https?:/.test(address) ? { download_url: address } : {};
}
