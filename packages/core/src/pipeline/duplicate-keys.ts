import type { Finding } from '@securescan/model';
import { findRuleClass, isAboutFile, isAboutResource } from './rule-classes.ts';

/** A range counts with its first lines only: two hits far apart in one function are two problems. */
const MAX_RANGE_LINES = 10;
/** Longest resource of infrastructure code that counts whole. */
const MAX_RESOURCE_LINES = 300;
/** Largest line that counts; files have fewer, only a broken report says otherwise. */
export const MAX_LINE = 2 ** 30 - 1;
/** Stands for the file as a whole. */
export const NO_LINES = [0, 0] as const;

/**
 * The part of a title that tells whether two findings say the same: lower case, without the prefixes `cwe-` and `rule-`
 * that some tools put before it.
 */
export function toTitleKey(title: string): string {
  let key = title.toLowerCase().trim();
  for (const prefix of ['cwe-', 'rule-']) if (key.startsWith(prefix)) key = key.slice(prefix.length);
  return key;
}

/**
 * First and last line that count for overlap; 0 and 0 when the finding has no line, or is an advisory, whose lines depend on
 * how a tool reads the manifest.
 */
export function toRange(
  finding: Pick<Finding, 'lineStart' | 'lineEnd' | 'scanType'>,
  maxLines = MAX_RANGE_LINES,
): readonly [number, number] {
  const start = Math.min(finding.lineStart ?? 0, MAX_LINE);
  if (start <= 0 || finding.scanType === 'dependency') return NO_LINES;
  return [start, Math.min(Math.max(start, finding.lineEnd ?? start), start + maxLines - 1, MAX_LINE)];
}

/**
 * What a finding is about; findings of one file that share a key and lines are one problem. Without a line a weakness says
 * too little, so only rule and natural identity count; advisories count by package and name, wherever the line is.
 */
export function toDuplicateKeys(finding: Finding, ruleClass: string | null): readonly string[] {
  const { ruleId, cwe, title, scanType, identity } = finding;
  if (scanType === 'dependency') {
    return [ruleId, ...toAliases(finding)].map((id) => `advisory ${identity ?? toTitleKey(title)} ${id ?? ''}`);
  }
  // The most telling first.
  const keys: string[] = [];
  if (identity !== undefined && ruleId !== null) keys.push(`identity ${identity} ${ruleId}`);
  if (identity !== undefined && cwe !== null) keys.push(`identity ${identity} ${cwe}`);
  if (ruleClass !== null) keys.push(`class ${ruleClass}`);
  if (finding.lineStart !== null && finding.lineStart > 0 && cwe !== null) keys.push(`cwe ${cwe}`);
  keys.push(`title ${toTitleKey(title)}`);
  return keys;
}

/** What the whole file of a finding is about, whatever its lines: rules that name something that the file lacks. */
export function toFileKeys(ruleClass: string | null): readonly string[] {
  return isAboutFile(ruleClass) ? [`class ${ruleClass}`] : [];
}

/** What a resource is said to lack or to have: one scanner names all its lines, another the one that is wrong. */
export function toResourceKeys(ruleClass: string | null): readonly string[] {
  return isAboutResource(ruleClass) ? [`class ${ruleClass}`] : [];
}

/** The lines of a resource. */
export function toResourceRange(finding: Finding): readonly [number, number] {
  return toRange(finding, MAX_RESOURCE_LINES);
}

/** Further names of an advisory (`metadata.aliases`: CVE, GHSA, PYSEC …). */
function toAliases(finding: Finding): readonly string[] {
  const aliases = finding.metadata['aliases'];
  if (!Array.isArray(aliases)) return [];
  return aliases.filter((alias) => typeof alias === 'string' && alias !== finding.ruleId).slice(0, 20) as string[];
}

/** The class of equal rules of a finding, looked up once per rule. */
export function createClassLookup(): (finding: Finding) => string | null {
  const known = new Map<string, string | null>();
  return ({ scanner, ruleId }) => {
    const key = `${scanner}:${ruleId ?? ''}`;
    let found = known.get(key);
    if (found === undefined) {
      found = findRuleClass(scanner, ruleId);
      known.set(key, found);
    }
    return found;
  };
}
