import { SEVERITIES, type Severity } from '@securescan/model';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { placeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { describeSuppressed } from '../finding/suppression.ts';
import type { Report, ReportFramework } from '../report/model.ts';
import { badge, isShort, ruledTable, type Blocks } from './blocks.ts';
import { ACCENT, GOOD, INK, LINE, SEVERITY_TONES, SOFT, STYLES } from './theme.ts';

const CONTENT_WIDTH = 511;

/** The definition of the document. `created` is its only date; nothing else of the environment goes in. */
export function buildDocument(
  report: Report,
  blocks: Blocks,
  created: Date,
  leftOut: readonly string[],
): TDocumentDefinitions {
  return {
    info: {
      title: report.title,
      author: 'SecureScan',
      subject: blocks.text(report.target).text as string,
      producer: 'SecureScan',
      creator: 'SecureScan',
      creationDate: created,
      modDate: created,
    },
    language: 'en',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [42, 46, 42, 50],
    styles: STYLES,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.22, color: INK },
    footer: (page, pages) => ({
      columns: [
        { text: blocks.text(report.footer).text, width: '*' },
        { text: `${page} / ${pages}`, width: 'auto' },
      ],
      margin: [42, 16, 42, 0],
      fontSize: 8,
      color: SOFT,
    }),
    content: [
      ...cover(report, blocks),
      ...summary(report, blocks),
      ...(report.frameworks === null ? [] : compliance(report.frameworks, blocks)),
      ...findings(report, blocks, leftOut),
      ...(report.suppressed.length === 0 ? [] : suppressed(report, blocks)),
      ...coverage(report, blocks),
    ],
  };
}

function heading(text: string): Content {
  return {
    stack: [
      { text, style: 'h2', margin: [0, 22, 0, 5], tocItem: true },
      {
        canvas: [{ type: 'line', x1: 0, y1: 0, x2: CONTENT_WIDTH, y2: 0, lineWidth: 0.8, lineColor: LINE }],
        margin: [0, 0, 0, 10],
      },
    ],
    headlineLevel: 1,
  };
}

function cover(report: Report, blocks: Blocks): Content[] {
  const level = report.risk.level.toLowerCase() as Severity;
  const { ink, paper } = SEVERITY_TONES[level];
  return [
    { text: 'SecureScan', color: ACCENT, bold: true, fontSize: 11, margin: [0, 0, 0, 16] },
    {
      columns: [
        {
          width: '*',
          stack: [
            { text: 'Security Assessment Report', style: 'title' },
            blocks.text(report.target, { style: 'target', margin: [0, 4, 12, 0] }),
          ],
        },
        {
          width: 112,
          table: {
            widths: ['*'],
            body: [
              [
                {
                  stack: [
                    { text: 'Risk score', fontSize: 8 },
                    { text: report.risk.score, fontSize: 24, bold: true },
                    { text: report.risk.level, fontSize: 8.5, bold: true, characterSpacing: 0.8 },
                  ],
                  alignment: 'center',
                  color: ink,
                  fillColor: paper,
                  margin: [0, 6, 0, 6],
                },
              ],
            ],
          },
          layout: 'noBorders',
        },
      ],
    },
    factsTable(report, blocks),
  ];
}

/** Cells are narrow: a word that would widen its column is broken. */
function wideWords(value: string): { wordBreak?: 'break-all' } {
  return /\S{28}/u.test(value) ? { wordBreak: 'break-all' } : {};
}

function factsTable(report: Report, blocks: Blocks): Content {
  const cells = report.facts.map(([name, value]) => ({
    stack: [{ text: name, style: 'label' }, blocks.text(value, wideWords(value))],
  }));
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, row) =>
    [0, 1, 2].map((column) => cells[row * 3 + column] ?? { text: '' }),
  );
  return {
    table: { widths: ['*', '*', '*'], body: rows },
    layout: {
      hLineWidth: () => 0.6,
      vLineWidth: () => 0.6,
      hLineColor: () => LINE,
      vLineColor: () => LINE,
      paddingLeft: () => 8,
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
    margin: [0, 18, 0, 0],
  };
}

function summary(report: Report, blocks: Blocks): Content[] {
  return [
    heading('Executive summary'),
    counters(report),
    severityBar(report),
    ...report.summary.map((sentence) => blocks.text(sentence, { margin: [0, 0, 0, 4] })),
    ...(report.aiSummary === null
      ? []
      : [{ text: 'Summary written by an AI model', style: 'h3' }, blocks.text(report.aiSummary, { color: SOFT })]),
    ...(report.top.length === 0
      ? []
      : [
          { text: 'Most severe findings', style: 'h3' },
          ruledTable(
            ['auto', '*', '*', 'auto'],
            ['Severity', 'Finding', 'Place', 'CWE'],
            report.top.map((finding) => [
              badge(finding.severity),
              blocks.text(`${finding.title}${severityNote(finding)}`, { bold: true }),
              blocks.text(placeOf(finding), wideWords(placeOf(finding))),
              blocks.text(finding.cwe ?? ''),
            ]),
          ),
        ]),
  ];
}

function counters(report: Report): Content {
  return {
    table: {
      widths: SEVERITIES.map(() => '*'),
      body: [
        SEVERITIES.map((severity) => {
          const count = report.counts[severity];
          const { ink, paper } = SEVERITY_TONES[severity];
          const label = severity.charAt(0).toUpperCase() + severity.slice(1);
          return {
            stack: [
              { text: String(count), fontSize: 17, bold: true },
              { text: label, fontSize: 8.5 },
            ],
            color: count === 0 ? SOFT : ink,
            fillColor: count === 0 ? '#f5f6f8' : paper,
            margin: [6, 4, 6, 4] as [number, number, number, number],
          };
        }),
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (index) => (index === 0 || index === SEVERITIES.length ? 0 : 5),
      vLineColor: () => '#ffffff',
    },
    margin: [0, 0, 0, 8],
  };
}

/** One bar, its parts as long as the severities are frequent. */
function severityBar(report: Report): Content {
  const width = (severity: Severity) =>
    report.total === 0 ? 0 : (report.counts[severity] / report.total) * CONTENT_WIDTH;
  let x = 0;
  const parts = SEVERITIES.filter((severity) => report.counts[severity] > 0).map((severity) => {
    const part = { type: 'rect' as const, x, y: 0, w: width(severity), h: 7, color: SEVERITY_TONES[severity].ink };
    x += width(severity);
    return part;
  });
  const empty = { type: 'rect' as const, x: 0, y: 0, w: CONTENT_WIDTH, h: 7, color: GOOD.paper };
  return { canvas: parts.length === 0 ? [empty] : parts, margin: [0, 0, 0, 12] };
}

function compliance(frameworks: readonly ReportFramework[], blocks: Blocks): Content[] {
  const right = { alignment: 'right' as const };
  return [
    heading('Compliance summary'),
    {
      text: 'Controls that at least one finding touches. A control without findings is not proof that it is met.',
      style: 'soft',
      margin: [0, 0, 0, 6],
    },
    ruledTable(
      ['*', 'auto', 'auto', 'auto', 'auto'],
      ['Framework', 'Version', 'Controls', 'Touched', 'Share'],
      frameworks.map((framework) => [
        blocks.text(framework.name),
        blocks.text(framework.version),
        { text: String(framework.totalControls), ...right },
        { text: String(framework.controls.length), ...right },
        { text: `${framework.share} %`, ...right },
      ]),
    ),
    ...frameworks.flatMap((framework) => controlTable(framework, blocks)),
  ];
}

function controlTable(framework: ReportFramework, blocks: Blocks): Content[] {
  if (framework.controls.length === 0) return [];
  return [
    blocks.text(framework.name, { style: 'h3' }),
    ruledTable(
      ['auto', '*', 'auto'],
      ['Control', 'Name', 'Findings'],
      framework.controls.map((control) => [
        blocks.text(control.id),
        blocks.text(control.name),
        { text: String(control.findings), alignment: 'right' },
      ]),
    ),
  ];
}

function findings(report: Report, blocks: Blocks, leftOut: readonly string[]): Content[] {
  return [
    heading('Findings by severity'),
    ...(report.groups.length === 0 ? [{ text: report.emptyText, style: 'soft' }] : []),
    ...report.groups.flatMap(({ severity, findings: list }) => {
      const label = `${severity.charAt(0).toUpperCase()}${severity.slice(1)} (${report.counts[severity]})`;
      const [first, ...rest] = list.map((finding) => blocks.card(finding));
      // The heading stays with the first card.
      return [{ stack: [{ text: label, style: 'h3' }, first ?? ''], unbreakable: isShort(list[0]) }, ...rest];
    }),
    ...leftOut.map((sentence) => ({
      text: sentence,
      bold: true,
      margin: [0, 6, 0, 0] as [number, number, number, number],
    })),
  ];
}

function suppressed(report: Report, blocks: Blocks): Content[] {
  return [
    heading('Suppressed findings'),
    blocks.text(
      `${describeSuppressed(report.suppressedCounts)}. They count neither for the risk score nor for the gate.`,
      { margin: [0, 0, 0, 6] },
    ),
    ruledTable(
      ['auto', '*', '*', 'auto'],
      ['Severity', 'Finding', 'Place', 'Suppressed by'],
      report.suppressed.map(({ finding, reason }) => [
        badge(finding.severity),
        blocks.text(`${finding.title}${severityNote(finding)}`),
        blocks.place(finding),
        blocks.text(reason),
      ]),
    ),
  ];
}

function coverage(report: Report, blocks: Blocks): Content[] {
  return [
    heading('Scanner coverage'),
    report.scanners.length === 0
      ? { text: 'Nothing is known of the scanners of this scan.', style: 'soft' }
      : ruledTable(
          ['auto', 'auto', 'auto', 'auto', 'auto', '*'],
          ['Scanner', 'Type', 'Version', 'Status', 'Findings', 'Remarks'],
          report.scanners.map((scanner) => [
            blocks.text(scanner.name, { noWrap: true }),
            blocks.text(scanner.family),
            blocks.text(scanner.version),
            {
              text: scanner.status,
              color: scanner.status === 'completed' ? GOOD.ink : SEVERITY_TONES.medium.ink,
              bold: true,
            },
            { text: scanner.findings === null ? '–' : String(scanner.findings), alignment: 'right' },
            blocks.text(scanner.details.join('\n')),
          ]),
        ),
    ...(report.notices.length === 0
      ? []
      : [{ text: 'Notices', style: 'h3' }, { ul: report.notices.map((notice) => blocks.text(notice)) }]),
  ];
}
