import { codeSpan, escapeMarkdown } from '@securescan/renderers/parts';
import { countChecks, countNoun, countStatuses, describeGaps, percent } from './counts.ts';
import {
  type ControlView,
  isOpenFailure,
  placeOf,
  type ReportInput,
  sortBySeverity,
  viewControls,
} from './report-input.ts';

/** Rows that stand in one table; a comment on a pull request has 65,536 characters. */
const MAX_RESOURCES = 20;
const MAX_GAPS = 30;

/** A summary for pull requests and job pages. */
export function renderMarkdown(input: ReportInput): string {
  const { document } = input;
  const views = viewControls(input);
  const failed = sortBySeverity(views.filter(({ status }) => status === 'FAIL'));
  const waived = views.filter(({ status }) => status === 'WAIVED');
  const counts = countStatuses(views);
  const checks = countChecks(input);
  const lines = [
    `## WAF++ PASS: ${failed.length === 0 ? 'no control fails' : `${countNoun(failed.length, 'control')} failed`}`,
    '',
    `${codeSpan(document.path)}: ${countNoun(document.controls_run, 'control')}, ${counts.PASS} passed, ${counts.FAIL} failed, ${counts.WAIVED} waived, ${counts.SKIP} not applicable; ${countNoun(document.findings.length, 'check result')}, ${checks.FAIL} failed.`,
    '',
    '| Pillar | Passed | Failed | Waived | Not applicable | Score | Weighted | Coverage |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...Object.entries(document.posture.pillars).map(
      ([name, p]) =>
        `| ${escapeMarkdown(name)} | ${p.pass} | ${p.fail} | ${p.waived} | ${p.skip} | ${percent(p.score)} | ${percent(p.weighted_score)} | ${percent(p.coverage)} |`,
    ),
    ...failed.flatMap((view) => renderControl(view)),
  ];
  if (waived.length > 0) {
    lines.push('', '### Waived', '');
    for (const { control, waiver } of waived) {
      const until = waiver === null || waiver.expires === '' ? '' : ` (until ${escapeMarkdown(waiver.expires)})`;
      lines.push(
        `- ${codeSpan(control.id)} ${escapeMarkdown(control.title)}: ${escapeMarkdown(waiver?.reason ?? '')}${until}`,
      );
    }
  }
  const secrets = document.secret_findings.filter(({ suppressed }) => !suppressed);
  if (secrets.length > 0) {
    lines.push('', '### Secrets', '');
    for (const { file, line_no, pattern_name, masked_value } of secrets.slice(0, MAX_GAPS))
      lines.push(`- ${codeSpan(`${file}:${line_no}`)} ${escapeMarkdown(pattern_name)}: ${codeSpan(masked_value)}`);
    if (secrets.length > MAX_GAPS) lines.push(`- and ${secrets.length - MAX_GAPS} more`);
  }
  const gaps = describeGaps(input);
  if (gaps.length > 0) {
    lines.push('', '### Left out', '');
    for (const gap of gaps.slice(0, MAX_GAPS)) lines.push(`- ${escapeMarkdown(gap)}`);
    if (gaps.length > MAX_GAPS) lines.push(`- and ${gaps.length - MAX_GAPS} more`);
  }
  if (input.changes !== null && input.changes.length > 0) {
    lines.push('', '### Changes from previous run', '', ...input.changes.map((line) => `- ${escapeMarkdown(line)}`));
  }
  return `${lines.join('\n')}\n`;
}

function renderControl({ control, findings }: ControlView): readonly string[] {
  const failures = findings.filter((finding) => isOpenFailure(finding));
  const shown = failures.slice(0, MAX_RESOURCES);
  return [
    '',
    `### ${escapeMarkdown(control.id)} ${escapeMarkdown(control.title)} (${escapeMarkdown(control.severity)})`,
    '',
    '| Resource | Place | What is wrong |',
    '| --- | --- | --- |',
    ...shown.map(
      (finding) =>
        `| ${codeSpan(finding.resource, true)} | ${codeSpan(placeOf(finding) || '–', true)} | ${escapeMarkdown(finding.message)} |`,
    ),
    ...(failures.length > shown.length ? ['', `…and ${failures.length - shown.length} more of this control.`] : []),
    ...[...new Set(failures.map(({ remediation }) => remediation))].flatMap((text) =>
      text === '' ? [] : ['', `**Remediation:** ${escapeMarkdown(text)}`],
    ),
  ];
}
