import {
  cutMiddle,
  cutToWidth,
  displayWidth,
  SEVERITY_COLOURS,
  toVisibleLine,
  wrapToWidth,
} from '@securescan/renderers/parts';
import type { DocumentFinding } from '../result/document.ts';
import { countNoun } from './counts.ts';
import { createPaint, type Paint, toneOf } from './paint.ts';
import { type ControlView, isOpenFailure, placeOf, type ReportInput, viewControls } from './report-input.ts';
import { renderSummary } from './text-summary.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal; null where nothing is cut. */
  readonly width: number | null;
  /** Also what passed, what did not apply, and every line of long lists. */
  readonly verbose: boolean;
  /** Only the summary. */
  readonly summary: boolean;
  /** Also why checks did not run. */
  readonly explain: boolean;
}

/** Width of rules and paragraphs where there is no terminal. */
const PAGE = 100;
/** Results of one control and status that are shown without `verbose`. */
const MAX_RESULTS = 20;
const MAX_REMEDIATION = 120;
const MAX_SOURCE = 400;

/** The report for people: a header, the controls that want attention, and the summary. */
export function renderText(input: ReportInput, options: TextOptions): string {
  const page: Page = { paint: createPaint(options.colour), columns: options.width ?? PAGE, options, input };
  const blocks = [renderHeader(page), ...(options.summary ? [] : renderControls(page)), renderSummary(input, page)];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface Page {
  readonly paint: Paint;
  readonly columns: number;
  readonly options: TextOptions;
  readonly input: ReportInput;
}

function renderHeader({ paint, columns, input }: Page): readonly string[] {
  const { document } = input;
  const regions = document.detected_regions.map(([region, provider, zone]) => `${zone ?? region} (${provider})`);
  const facts: readonly (readonly [string, string])[] = [
    ['Path', document.path],
    ['Code', document.iac_framework],
    ['Controls', `${document.controls_loaded} loaded, ${document.controls_run} evaluated, from ${input.controlsFrom}`],
    ...(regions.length === 0 ? [] : [['Regions', regions.join(', ')] as const]),
    ...(document.project === '' ? [] : [['Project', document.project] as const]),
  ];
  return [
    paint('bold', `WAF++ PASS  ${input.version}`),
    ...facts.flatMap(([name, value]) => {
      const [first = '', ...rest] = wrapPath(toVisibleLine(value), columns - 12);
      return [`  ${name.padEnd(10)}${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`)];
    }),
  ];
}

/** Broken at blanks; a word that is still too long, such as a path, keeps both its ends. */
function wrapPath(text: string, width: number): readonly string[] {
  return wrapToWidth(text, width).map((line) => cutMiddle(line, Math.max(width, 12)));
}

function renderControls(page: Page): readonly (readonly string[])[] {
  const views = viewControls(page.input);
  const shown = views.filter((view) => page.options.verbose || page.options.explain || wantsAttention(view));
  const hidden = views.length - shown.length;
  const blocks = shown.map((view) => renderControl(view, page));
  if (hidden === 0) return blocks;
  return [
    ...blocks,
    [page.paint('dim', `${countNoun(hidden, 'control')} passed or did not apply; --verbose shows all`)],
  ];
}

/** Failed and waived ones, and those of which something could not be decided. */
function wantsAttention({ status, findings }: ControlView): boolean {
  return status === 'FAIL' || status === 'WAIVED' || findings.some((finding) => finding.status === 'SKIP');
}

function renderControl(view: ControlView, page: Page): readonly string[] {
  const { control, status, waiver, findings, dropped } = view;
  const { paint, options } = page;
  const lines = [renderRule(view, page)];
  if (waiver !== null && status === 'WAIVED') {
    const until = waiver.expires === '' ? '' : ` (until ${waiver.expires})`;
    lines.push(...paragraph(`Waived: ${waiver.reason}${until}`, '  ', page));
  }
  const wanted = (['FAIL', 'SKIP', ...(options.verbose ? (['PASS'] as const) : [])] as const).flatMap(
    (wantedStatus) => {
      const some = findings.filter((finding) => finding.status === wantedStatus);
      const listed = options.verbose ? some : some.slice(0, MAX_RESULTS);
      return [
        ...listed.flatMap((finding) => renderFinding(finding, page)),
        ...(some.length > listed.length
          ? [paint('dim', `  …and ${some.length - listed.length} more ${wantedStatus}; --verbose shows all`)]
          : []),
      ];
    },
  );
  lines.push(...wanted);
  const remediations = new Set(findings.filter((finding) => isOpenFailure(finding)).map((f) => f.remediation));
  for (const remediation of remediations) {
    if (remediation !== '')
      lines.push(...paragraph(`Fix: ${shorten(remediation, options.verbose)}`, '  ', page, 'good'));
  }
  if (findings.length === 0 && waiver === null) {
    lines.push(paint('dim', '  nothing in the code that this control is about'));
  }
  if (options.explain) {
    for (const { check, reason } of dropped)
      lines.push(...paragraph(`not run: ${check}: ${reason}`, '  ', page, 'dim'));
  }
  if (options.verbose && control.description !== '') lines.push(...paragraph(control.description, '  ', page, 'dim'));
  return lines;
}

/** `── WAF-SEC-010  Title ────── high  FAIL`. */
function renderRule({ control, status }: ControlView, { paint, columns }: Page): string {
  const right = `${control.severity}  ${status}`;
  const id = toVisibleLine(control.id);
  const room = columns - displayWidth(id) - right.length - 9;
  const title = cutMiddle(toVisibleLine(control.title), Math.max(room, 12));
  const fill = '─'.repeat(Math.max(2, columns - displayWidth(id) - displayWidth(title) - right.length - 7));
  const severity = paint(severityTone(control.severity), control.severity);
  return `── ${paint('bold', id)}  ${title} ${fill} ${severity}  ${paint(toneOf(status), status)}`;
}

function severityTone(severity: string): keyof typeof SEVERITY_COLOURS {
  return severity in SEVERITY_COLOURS ? (severity as keyof typeof SEVERITY_COLOURS) : 'info';
}

function renderFinding(finding: DocumentFinding, page: Page): readonly string[] {
  const { paint, columns, input } = page;
  const status = finding.waived === null ? finding.status : 'WAIVED';
  const resource = toVisibleLine(finding.resource);
  const place = toVisibleLine(placeOf(finding));
  const head = `  ${paint(toneOf(status), status.padEnd(6))}`;
  const isNarrow = displayWidth(resource) + displayWidth(place) + 12 > columns;
  const lines = isNarrow
    ? [
        `${head} ${cutMiddle(resource, columns - 9)}`,
        ...(place === '' ? [] : [`         ${cutMiddle(place, columns - 9)}`]),
      ]
    : [`${head} ${resource}${place === '' ? '' : `  ${paint('dim', place)}`}`];
  lines.push(...paragraph(finding.message, '         ', page));
  if (finding.waived !== null) lines.push(...paragraph(`waived: ${finding.waived.reason}`, '         ', page));
  const source = finding.status === 'FAIL' ? sourceLine(finding, input) : null;
  if (source !== null) {
    const number = `${finding.line} │ `;
    const room = columns - 9 - number.length;
    lines.push(
      `         ${paint('dim', number)}${cutToWidth(source, page.options.width === null ? MAX_SOURCE : room)}`,
    );
  }
  return lines;
}

function sourceLine({ file, line }: DocumentFinding, { lineOf }: ReportInput): string | null {
  const text = line === null ? null : lineOf(file, line);
  return text === null || text.trim() === '' ? null : toVisibleLine(text.replaceAll('\t', '  ')).trim();
}

function shorten(text: string, whole: boolean): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return whole || characters.length <= MAX_REMEDIATION ? line : `${characters.slice(0, MAX_REMEDIATION - 1).join('')}…`;
}

function paragraph(text: string, indent: string, { paint, columns }: Page, tone?: 'good' | 'dim'): readonly string[] {
  const line = toVisibleLine(text.replaceAll(/\s+/g, ' ').trim());
  return wrapToWidth(line, Math.max(24, columns - indent.length)).map(
    (part) => `${indent}${tone === undefined ? part : paint(tone, part)}`,
  );
}
