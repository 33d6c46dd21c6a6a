import type { Finding, Severity } from '@securescan/model';
import type { Content, ContentText, TableCell } from 'pdfmake/interfaces.js';
import { cweUrl } from '../finding/cwe.ts';
import { endLineOf, lineOf, rangeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { witnessesOf } from '../finding/witnesses.ts';
import { blobUrl, type LinkBase } from '../markdown.ts';
import { toPrintable, type PrintLog } from './printable.ts';
import { ACCENT, GOOD, LINE, SEVERITY_TONES } from './theme.ts';

/** Makes the parts of a page; text of the data always goes through `text`. */
export interface Blocks {
  text(value: string, more?: Partial<ContentText>): ContentText;
  place(finding: Finding): ContentText;
  card(finding: Finding): Content;
}

const LONG_WORD = /\S{42}/u;

/** A severity as a word in its colours. */
export function badge(severity: Severity): ContentText {
  const { ink, paper } = SEVERITY_TONES[severity];
  return { text: ` ${severity} `, color: ink, background: paper, bold: true, fontSize: 8.5 };
}

/** A table with thin lines between its rows; the first row is its head and repeats on each page. */
export function ruledTable(
  widths: readonly (string | number)[],
  head: readonly string[],
  rows: TableCell[][],
): Content {
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [...widths],
      body: [head.map((name) => ({ text: name, style: 'head' })), ...rows],
    },
    layout: {
      hLineWidth: (index, node) => (index === 0 || index === node.table.body.length ? 0 : 0.6),
      vLineWidth: () => 0,
      hLineColor: () => LINE,
      paddingLeft: (index) => (index === 0 ? 0 : 6),
      paddingRight: () => 6,
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
    margin: [0, 0, 0, 10],
  };
}

/** True when a card is sure to fit on one page, so that it may be kept in one piece. */
export function isShort(finding: Finding | undefined): boolean {
  if (finding === undefined) return true;
  const { title, description, remediation, complianceTags } = finding;
  const text = [title, description, remediation ?? '', complianceTags.join(' '), rangeOf(finding)].join('\n');
  return text.length < 1500 && text.split('\n').length < 20;
}

/** Blocks whose texts note in `log` what had to be changed. */
export function createBlocks(base: LinkBase, log: PrintLog): Blocks {
  const text: Blocks['text'] = (value, more = {}) => {
    const printable = toPrintable(value, log);
    return { text: printable, ...(LONG_WORD.test(printable) ? { wordBreak: 'break-all' } : {}), ...more };
  };
  const place: Blocks['place'] = (finding) => {
    const url = finding.filePath === null ? null : blobUrl(base, finding.filePath, lineOf(finding), endLineOf(finding));
    return text(rangeOf(finding), url === null ? {} : { link: url, color: ACCENT });
  };
  const card: Blocks['card'] = (finding) => ({
    table: { widths: ['*'], body: [[{ stack: cardParts(finding, text, place) }]] },
    layout: {
      hLineWidth: () => 0.6,
      vLineWidth: (index) => (index === 0 ? 2.4 : 0.6),
      hLineColor: () => LINE,
      vLineColor: (index) => (index === 0 ? SEVERITY_TONES[finding.severity].ink : LINE),
      paddingLeft: () => 10,
      paddingRight: () => 10,
      paddingTop: () => 8,
      paddingBottom: () => 8,
    },
    margin: [0, 0, 0, 8],
    unbreakable: isShort(finding),
  });
  return { text, place, card };
}

function cardParts(finding: Finding, text: Blocks['text'], place: Blocks['place']): Content[] {
  const witnesses = witnessesOf(finding);
  const { description, remediation, complianceTags, ruleId, cwe } = finding;
  const url = cweUrl(cwe);
  const facts: Content[] = [
    ...(rangeOf(finding) === '' ? [] : [place(finding)]),
    text(finding.scanner),
    ...(ruleId === null || ruleId === '' ? [] : [text(`rule ${ruleId}`)]),
    ...(cwe === null || cwe === '' ? [] : [text(cwe, url === null ? {} : { link: url, color: ACCENT })]),
  ];
  return [
    {
      text: [
        badge(finding.severity),
        '  ',
        text(`${finding.title}${severityNote(finding)}`, { bold: true, fontSize: 10.5 }),
      ],
    },
    {
      text: facts.flatMap((fact, index) => (index === 0 ? [fact] : ['   ·   ', fact])),
      style: ['soft', 'small'],
      margin: [0, 4, 0, 4],
    },
    ...(description === '' ? [] : [text(description)]),
    ...(witnesses.length === 0
      ? []
      : [text(`Also reported by ${witnesses.join(', ')}`, { style: ['soft', 'small'], margin: [0, 4, 0, 0] })]),
    ...(remediation === null || remediation === ''
      ? []
      : [
          {
            table: {
              widths: ['*'],
              body: [
                [{ stack: [{ text: 'Remediation', bold: true, color: GOOD.ink, fontSize: 8.5 }, text(remediation)] }],
              ],
            },
            layout: {
              defaultBorder: false,
              fillColor: () => GOOD.paper,
              paddingLeft: () => 8,
              paddingRight: () => 8,
              paddingTop: () => 5,
              paddingBottom: () => 5,
            },
            margin: [0, 6, 0, 0] as [number, number, number, number],
          },
        ]),
    ...(complianceTags.length === 0
      ? []
      : [text(complianceTags.join('   ·   '), { style: ['soft', 'small'], margin: [0, 6, 0, 0] })]),
  ];
}
