import { createHash } from 'node:crypto';
import { ROLES } from '@securescan/contract';
import type { CertificateRule, ListKey } from './server-config.ts';

/** Keys and certificates of a list. */
export interface KeyList {
  readonly keys: readonly ListKey[];
  readonly certificates: readonly CertificateRule[];
  /** Keys that stand in clear, for judging their strength. */
  readonly clear: readonly string[];
  readonly problems: readonly string[];
}

const RULE = /^(?:name|role|projects|sha256|cert)=/;

/** Reads `k1,k2`, or lines `name=… role=… projects=a,b sha256=<hex>`; the two forms do not mix. */
export function parseKeyList(text: string): KeyList {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (!lines.some((line) => RULE.test(line))) return parsePlainKeys(lines.join(','));
  const keys: ListKey[] = [];
  const certificates: CertificateRule[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    const rule = parseRule(line);
    if (typeof rule === 'string') problems.push(`line ${index + 1} ${rule}`);
    else if ('digest' in rule) keys.push(rule);
    else certificates.push(rule);
  }
  return { keys, certificates, clear: [], problems };
}

function parsePlainKeys(text: string): KeyList {
  const clear = [
    ...new Set(
      text
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    ),
  ];
  const keys = clear.map((key) => ({
    digest: createHash('sha256').update(key, 'utf8').digest(),
    name: null,
    role: null,
    projects: null,
  }));
  return { keys, certificates: [], clear, problems: [] };
}

/** One line, or what is wrong with it. The values are not repeated: a key may have been pasted. */
function parseRule(line: string): ListKey | CertificateRule | string {
  const fields = new Map<string, string>();
  for (const word of line.split(/\s+/)) {
    const [, name, value] = /^(name|role|projects|sha256|cert)=(.+)$/.exec(word) ?? [];
    if (name === undefined || value === undefined)
      return 'holds a word that is not name=, role=, projects=, sha256= or cert=';
    if (fields.has(name)) return `says ${name} twice`;
    fields.set(name, value);
  }
  const roleText = fields.get('role');
  const role = ROLES.find((known) => known === roleText) ?? null;
  if (roleText !== undefined && role === null) return `names a role that is not one of ${ROLES.join(', ')}`;
  const grant = { name: fields.get('name') ?? null, role, projects: fields.get('projects')?.split(',') ?? null };
  const digest = fields.get('sha256');
  const subject = fields.get('cert');
  if ((digest === undefined) === (subject === undefined)) return 'needs either sha256= or cert=';
  if (subject !== undefined) return { subject, ...grant };
  if (!/^[0-9a-f]{64}$/i.test(digest ?? '')) return 'needs 64 hexadecimal digits behind sha256=';
  return { digest: Buffer.from(digest ?? '', 'hex'), ...grant };
}
