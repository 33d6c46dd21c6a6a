import type { Confidence, RawFinding, Severity } from '@securescan/model';
import { listNote, toCwe, toTitle } from '../tool-report/index.ts';
import { BANDIT_TITLES } from './titles.ts';
import type { BanditReport, BanditResult } from './schema.ts';

const SEVERITIES: Readonly<Record<string, Severity>> = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' };
const CONFIDENCES: Readonly<Record<string, Confidence>> = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' };

/** An issue as a finding. */
export function toRawFinding(result: BanditResult): RawFinding {
  const lineEnd = Math.max(result.line_number ?? 0, ...result.line_range);
  const confidence = CONFIDENCES[result.issue_confidence ?? ''];
  const snippet = toSnippet(result);
  return {
    severity: SEVERITIES[result.issue_severity ?? ''] ?? 'low',
    title: toIssueTitle(result),
    description: result.issue_text ?? 'No description',
    path: result.filename,
    lineStart: result.line_number,
    lineEnd: result.line_number === null ? null : lineEnd,
    column: typeof result.col_offset === 'number' ? result.col_offset + 1 : null,
    ruleId: result.test_id,
    cwe: toCwe(result.issue_cwe?.id),
    ...(confidence === undefined ? {} : { confidence }),
    ...(snippet === '' ? {} : { snippet }),
    metadata: { confidence: result.issue_confidence ?? 'UNDEFINED', more_info: result.more_info ?? '' },
  };
}

function toIssueTitle(result: BanditResult): string {
  const known = BANDIT_TITLES[result.test_id ?? ''];
  if (known !== undefined) return known;
  return result.issue_text === null ? (result.test_name ?? 'Unknown issue') : toTitle(result.issue_text);
}

/** The reported lines out of the numbered excerpt. */
function toSnippet({ code, line_number: start, line_range: range }: BanditResult): string {
  if (code === null || start === null) return '';
  const end = Math.max(start, ...range);
  const lines: string[] = [];
  for (const numbered of code.split('\n')) {
    const [, number, text] = /^(\d+)\s?(.*)$/.exec(numbered) ?? [];
    if (text !== undefined && Number(number) >= start && Number(number) <= end) lines.push(text);
  }
  return lines.join('\n');
}

/** What bandit did not look at, and what comments in the code told it to leave out. */
export function toNotes(report: BanditReport, toPath: (path: string) => string): string[] {
  const errors = report.errors.filter((error) => error !== null);
  const { nosec, skipped_tests: skipped } = report.metrics._totals;
  return [
    ...listNote(
      errors.map(({ filename, reason }) => `${toPath(filename)} (${toTitle(reason)})`),
      (names) => `Bandit could not check ${names}.`,
    ),
    ...(nosec + skipped > 0
      ? [`Bandit left out ${nosec + skipped} line(s) that a "nosec" comment in the code excuses.`]
      : []),
  ];
}
