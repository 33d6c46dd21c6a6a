import { cutMiddle, padToWidth, toVisibleLine, wrapToWidth } from '@securescan/renderers/parts';
import { countChecks, countStatuses, describeGaps, percent } from './counts.ts';
import type { Paint } from './paint.ts';
import { type ReportInput, viewControls } from './report-input.ts';
import type { TextOptions } from './text.ts';

/** Lines of a list that are shown without `verbose`. */
const MAX_LINES = 30;

interface Page {
  readonly paint: Paint;
  readonly columns: number;
  readonly options: TextOptions;
}

/** Counts, posture of the pillars, secrets, what was left out, what changed, and how the command ends. */
export function renderSummary(input: ReportInput, page: Page): readonly string[] {
  const { document } = input;
  const { paint } = page;
  const controls = countStatuses(viewControls(input));
  const checks = countChecks(input);
  const lines = [
    paint('bold', 'Summary'),
    `  Controls  ${controls.FAIL} failed, ${controls.PASS} passed, ${controls.WAIVED} waived, ${controls.SKIP} not applicable or not known`,
    `  Checks    ${checks.FAIL} failed, ${checks.PASS} passed, ${checks.WAIVED} waived, ${checks.SKIP} not known`,
    `  Score     ${document.score} of 100 (${document.score_model}); posture ${percent(document.posture.score)}, weighted ${percent(document.posture.weighted_score)}, coverage ${percent(document.posture.coverage)}`,
    '',
    ...renderPillars(input),
  ];
  const secrets = document.secret_findings.filter(({ suppressed }) => !suppressed);
  const ignored = document.secret_findings.length - secrets.length;
  lines.push(
    ...section(
      'Secrets in the code',
      [
        ...secrets.map(
          ({ file, line_no, pattern_name, masked_value, severity }) =>
            `${severity}  ${file}:${line_no}  ${pattern_name} ${masked_value}`,
        ),
        ...(ignored === 0 ? [] : [`and ${ignored} marked as no secret (wafpass:ignore-secret)`]),
      ],
      page,
    ),
    ...section('Left out', describeGaps(input), page),
    ...(input.changes === null ? [] : section('Changes from Previous Run', input.changes, page)),
  );
  if (input.conclusion !== null) lines.push('', paint('bold', input.conclusion));
  return lines;
}

function section(title: string, items: readonly string[], { paint, columns, options }: Page): readonly string[] {
  if (items.length === 0) return [];
  const shown = options.verbose ? items : items.slice(0, MAX_LINES);
  return [
    '',
    paint('bold', title),
    ...shown.flatMap((item) =>
      wrapToWidth(toVisibleLine(item), Math.max(24, columns - 4)).map(
        (line, index) => `${index === 0 ? '  ' : '    '}${cutMiddle(line, Math.max(20, columns - 4))}`,
      ),
    ),
    ...(items.length > shown.length
      ? [paint('dim', `  …and ${items.length - shown.length} more; --verbose shows all`)]
      : []),
  ];
}

function renderPillars({ document }: ReportInput): readonly string[] {
  const rows = Object.entries(document.posture.pillars).map(([name, p]) => [
    toVisibleLine(name),
    String(p.pass),
    String(p.fail),
    String(p.waived),
    String(p.skip),
    percent(p.score),
    percent(p.weighted_score),
    percent(p.coverage),
  ]);
  if (rows.length === 0) return [];
  const table = [['Pillar', 'Pass', 'Fail', 'Waived', 'Skip', 'Score', 'Weighted', 'Coverage'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? `  ${padToWidth(cell, width)}` : cell.padStart(width);
      })
      .join('  '),
  );
}
