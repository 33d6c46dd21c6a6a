import { tagsMatching } from '@securescan/core';
import { ScanType, Severity, TriageStatus } from '@securescan/model';
import type { FindingFilter } from '@securescan/store';

/** Words that one filter may name; more than there are scanners. */
const MAX_WORDS = 50;

/** The filters of the list as they were sent; blank ones count as absent. */
export interface FindingQuery {
  readonly severity?: string | undefined;
  readonly scan_type?: string | undefined;
  readonly scanner?: string | undefined;
  readonly compliance?: string | undefined;
  readonly status?: string | undefined;
  readonly q?: string | undefined;
  readonly include_suppressed?: boolean | undefined;
}

/** @returns null when no finding can pass: a word of a closed list that is not in it */
export function readFilter(query: FindingQuery): FindingFilter | null {
  const severities = readWords(query.severity, (text) => Severity.safeParse(text).data);
  const scanType = read(query.scan_type, (text) => ScanType.safeParse(text).data);
  const statuses = readWords(query.status, (text) => TriageStatus.safeParse(text).data);
  const scanners = readWords(query.scanner, (text) => text);
  if (severities?.length === 0 || scanType === null || statuses?.length === 0) return null;
  return {
    includeSuppressed: query.include_suppressed ?? false,
    ...toCondition(severities, 'severity', 'severities'),
    ...(scanType === undefined ? {} : { scanType }),
    ...toCondition(statuses, 'status', 'statuses'),
    ...toCondition(scanners, 'scanner', 'scanners'),
    ...(isBlank(query.compliance) ? {} : { tags: tagsMatching(query.compliance) }),
    ...(isBlank(query.q) ? {} : { text: query.q }),
  };
}

/** Words between commas; undefined when absent, empty when none of them is in the list. */
function readWords<T>(text: string | undefined, parse: (text: string) => T | undefined): readonly T[] | undefined {
  if (isBlank(text)) return undefined;
  return [...new Set(text.split(',', MAX_WORDS).flatMap((word) => parse(word.trim()) ?? []))];
}

/** One word is looked up by an index where there is one. */
function toCondition<T, One extends string, Many extends string>(
  words: readonly T[] | undefined,
  one: One,
  many: Many,
): { readonly [name in One]?: T } & { readonly [name in Many]?: readonly T[] } {
  const [first] = words ?? [];
  if (words === undefined || first === undefined) return {};
  return (words.length === 1 ? { [one]: first } : { [many]: words }) as ReturnType<typeof toCondition<T, One, Many>>;
}

/** Undefined when absent, null when it is no word of the list. */
function read<T>(text: string | undefined, parse: (text: string) => T | undefined): T | null | undefined {
  return isBlank(text) ? undefined : (parse(text) ?? null);
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}
