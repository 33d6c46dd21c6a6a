import type { SecretAssignment } from './assignment.ts';
import { toAssignment } from './assignment.ts';
import { kubernetesSecretRule } from './assignment-rules.ts';
import { findSecrets } from './bank.ts';
import type { Line } from './yaml-lines.ts';
import { readEntry } from './yaml-lines.ts';

const KIND = /^kind:[ \t]+(["']?)Secret\1[ \t]*(?:#.*)?$/;
const BLOCK = /^(data|stringData):[ \t]*(?:#.*)?$/;
const BASE64 = /^[A-Za-z0-9+/]{4,8000}={0,2}$/;

/** What a reader of one document found, and the lines that are settled by it. */
export interface ManifestSecrets {
  readonly found: readonly SecretAssignment[];
  readonly rest: readonly Line[];
}

/** The text that base64 stands for, or null where it stands for none. */
function decodeBase64(value: string): string | null {
  if (!BASE64.test(value) || value.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' || text.includes('\0') ? null : text.trimEnd();
  } catch {
    // Bytes that are no text are nothing that a rule could judge.
    return null;
  }
}

/**
 * Values of a `Secret`: base64 hides nothing. What a rule of the bank knows is reported under its name, other values when
 * their key promises a secret. Manifests of other kinds, such as SealedSecret, have none.
 */
export function readSecretManifest(text: string, document: readonly Line[]): ManifestSecrets {
  if (!document.some((line) => KIND.test(line.text))) return { found: [], rest: document };
  const found: SecretAssignment[] = [];
  const rest: Line[] = [];
  let block: string | null = null;
  for (const line of document) {
    if (/^[^\s#]/.test(line.text)) block = BLOCK.exec(line.text)?.[1] ?? null;
    if (block === null) rest.push(line);
    else found.push(...findInEntry(text, line, block));
  }
  return { found, rest };
}

function findInEntry(text: string, line: Line, block: string): readonly SecretAssignment[] {
  const entry = readEntry(line);
  if (entry === null) return [];
  if (block === 'stringData') return toAssignment(kubernetesSecretRule, text, entry);
  const value = decodeBase64(entry.value);
  if (value === null) return [];
  const { variable, start, end } = entry;
  const known = findSecrets(value).filter(({ rule }) => rule.kind === 'specific');
  if (known.length > 0) return known.map((match) => ({ rule: match.rule, value: match.value, variable, start, end }));
  return toAssignment(kubernetesSecretRule, text, { ...entry, value });
}
