import type { Finding } from '@securescan/model';

/** First line of a finding; a tool's 0 means none. */
export function lineOf(finding: Pick<Finding, 'lineStart'>): number | null {
  return finding.lineStart !== null && finding.lineStart > 0 ? finding.lineStart : null;
}

/** Last line of a finding, never before its first; null when it has no lines. */
export function endLineOf(finding: Pick<Finding, 'lineStart' | 'lineEnd'>): number | null {
  const start = lineOf(finding);
  return start === null ? null : Math.max(start, finding.lineEnd ?? start);
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

/** Where a past commit has it: `path:line in 7a27f1f`. */
function pastPlace(metadata: Finding['metadata']): string | null {
  const path = text(metadata['history_path']);
  if (path === null) return null;
  const line = text(metadata['history_line']);
  const commit = text(metadata['commit']);
  return `${path}${line === null ? '' : `:${line}`}${commit === null ? '' : ` in ${commit.slice(0, 7)}`}`;
}

/**
 * What a finding is about when no file of the tree holds it: URL, `host:port/protocol`, file of a past commit,
 * `package@version`, resource; null if unknown.
 */
export function subjectOf(finding: Pick<Finding, 'metadata'>): string | null {
  const { metadata } = finding;
  const url = text(metadata['url']) ?? text(metadata['target_url']);
  if (url !== null) return url;
  const host = text(metadata['host_addr']) ?? text(metadata['target_host']);
  if (host !== null) {
    const port = text(metadata['port']);
    const protocol = text(metadata['protocol']);
    return `${host}${port === null ? '' : `:${port}`}${port === null || protocol === null ? '' : `/${protocol}`}`;
  }
  const past = pastPlace(metadata);
  if (past !== null) return past;
  const name = text(metadata['package']);
  if (name !== null) {
    const version = text(metadata['installed_version']);
    return version === null ? name : `${name}@${version}`;
  }
  return text(metadata['resource']);
}

/** Where a finding is: `path:line`, `path`, or its subject; empty when nothing is known. */
export function placeOf(finding: Finding): string {
  if (finding.filePath === null || finding.filePath === '') return subjectOf(finding) ?? '';
  const line = lineOf(finding);
  return line === null ? finding.filePath : `${finding.filePath}:${line}`;
}

/** `path:line` or `path:first-last`. */
export function rangeOf(finding: Finding): string {
  const line = lineOf(finding);
  const end = endLineOf(finding);
  return line === null || end === line ? placeOf(finding) : `${placeOf(finding)}-${end}`;
}
