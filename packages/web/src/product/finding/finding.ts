import type { FindingWithState } from '@securescan/contract';
import { SUPPRESSION_REASONS, Severity, type TriageStatus } from '@securescan/model';
import { z } from 'zod';

export type FindingView = z.output<typeof FindingWithState>;

export const TRIAGE_LABELS: Readonly<Record<TriageStatus, string>> = {
  new: 'New',
  triaged: 'Triaged',
  false_positive: 'False positive',
  accepted_risk: 'Accepted risk',
  fixed: 'Fixed',
  wont_fix: 'Will not fix',
};

/** Verdicts that somebody will be asked about: they need a reason. */
export const NEEDS_NOTE: ReadonlySet<TriageStatus> = new Set<TriageStatus>(['accepted_risk', 'wont_fix']);
/** Verdicts after which nothing is left to do. */
export const CLOSED: ReadonlySet<TriageStatus> = new Set<TriageStatus>([
  'false_positive',
  'accepted_risk',
  'fixed',
  'wont_fix',
]);

export function statusOf({ state }: FindingView): TriageStatus {
  return state?.status ?? 'new';
}

/** `src/app.py:12`; null where a finding is in no file. */
export function locationOf({ file_path: path, line_start: line }: FindingView): string | null {
  return path === null ? null : line === null ? path : `${path}:${line}`;
}

const Witness = z.object({ scanner: z.string(), rule_id: z.string().nullable(), severity: Severity });

/** What the open map of a finding says of the things that are shown; whatever does not fit is left out. */
const Facts = z.object({
  suppressed_by: z.enum(SUPPRESSION_REASONS).nullable().catch(null).default(null),
  original_severity: Severity.nullable().catch(null).default(null),
  confidence: z.string().nullable().catch(null).default(null),
  references: z.array(z.string()).catch([]).default([]),
  also_reported_by: z.array(Witness).catch([]).default([]),
});

export function factsOf({ metadata }: FindingView): z.output<typeof Facts> {
  return Facts.parse(metadata);
}

/** Only addresses that a browser may open: a tool's report may hold any text. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}

/** Address of the weakness in MITRE's list; null for what is none. */
export function toCweAddress(cwe: string): string | null {
  const number = /^CWE-(\d{1,5})$/.exec(cwe)?.[1];
  return number === undefined ? null : `https://cwe.mitre.org/data/definitions/${number}.html`;
}
