import { tagsMatching } from '@securescan/core';
import { ScanType, Severity, TriageStatus } from '@securescan/model';
import type { FindingFilter } from '@securescan/store';

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
  const severity = read(query.severity, (text) => Severity.safeParse(text).data);
  const scanType = read(query.scan_type, (text) => ScanType.safeParse(text).data);
  const status = read(query.status, (text) => TriageStatus.safeParse(text).data);
  if (severity === null || scanType === null || status === null) return null;
  return {
    includeSuppressed: query.include_suppressed ?? false,
    ...(severity === undefined ? {} : { severity }),
    ...(scanType === undefined ? {} : { scanType }),
    ...(status === undefined ? {} : { status }),
    ...(isBlank(query.scanner) ? {} : { scanner: query.scanner }),
    ...(isBlank(query.compliance) ? {} : { tags: tagsMatching(query.compliance) }),
    ...(isBlank(query.q) ? {} : { text: query.q }),
  };
}

/** Undefined when absent, null when it is no word of the list. */
function read<T>(text: string | undefined, parse: (text: string) => T | undefined): T | null | undefined {
  return isBlank(text) ? undefined : (parse(text) ?? null);
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === '';
}
