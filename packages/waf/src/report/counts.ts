import type { ControlStatus } from '../engine/evaluation.ts';
import type { ReportInput } from './report-input.ts';

export type StatusCounts = Readonly<Record<ControlStatus, number>>;

/** How many of each status. */
export function countStatuses(items: readonly { readonly status: ControlStatus }[]): StatusCounts {
  const counts = { PASS: 0, FAIL: 0, SKIP: 0, WAIVED: 0 };
  for (const { status } of items) counts[status] += 1;
  return counts;
}

/** Check results by status; a failure that a waiver covers counts as waived. */
export function countChecks({ document }: ReportInput): StatusCounts {
  return countStatuses(
    document.findings.map(({ status, waived }) => ({
      status: status === 'FAIL' && waived !== null ? 'WAIVED' : status,
    })),
  );
}

/** `1 check`, `2 checks`. */
export function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `66 %`, or a dash where nothing applied. */
export function percent(value: number | null): string {
  return value === null ? '–' : `${value} %`;
}

/** What was not read, not run or does not hold any more, as sentences; empty when the report tells all there is. */
export function describeGaps(input: ReportInput): readonly string[] {
  const { diagnostics } = input.document;
  const dropped = input.controls.reduce((sum, control) => sum + control.dropped.length, 0);
  return [
    ...diagnostics.map(
      ({ severity, file, line, column, message }) => `${severity}: ${file}:${line}:${column}: ${message}`,
    ),
    ...input.notices,
    ...(dropped === 0 ? [] : [`${countNoun(dropped, 'check')} did not apply to this code; --explain says why`]),
  ];
}
