import type { ScanResult } from '@securescan/model';
import { buildReport, type Report } from '../report/model.ts';
import type { RenderOptions, Renderer, Rendering } from '../renderer.ts';
import { createBlocks } from './blocks.ts';
import { buildDocument } from './document.ts';
import type { PrintLog } from './printable.ts';
import { printDocument } from './print.ts';

/** Cards take room and time to set; the other formats have them all. */
const MAX_CARDS = 2000;

/** The report as a PDF, made without outside programs. */
export const reportPdf = {
  id: 'report-pdf',
  description: 'The report as a PDF; needs an output file',
  contentType: 'application/pdf',
  extension: 'pdf',
  binary: true,
  renderScan: renderPdf,
} as const satisfies Renderer;

async function renderPdf(result: ScanResult, options: RenderOptions): Promise<Rendering> {
  const { report, leftOut } = limitCards(buildReport(result, options));
  const log: PrintLog = { cutTexts: 0, unknownCharacters: 0 };
  const notices =
    leftOut === 0 ? [] : [`report-pdf: ${leftOut} findings are only counted; report-html and json list all.`];
  const document = buildDocument(report, createBlocks(options, log), new Date(options.now), notices);
  const content = await printDocument(document);
  if (log.cutTexts > 0)
    notices.push(`report-pdf: ${log.cutTexts} long texts are cut; report-html and json have them whole.`);
  if (log.unknownCharacters > 0) {
    notices.push(
      `report-pdf: ${log.unknownCharacters} characters without a glyph are shown as their code points; report-html shows them.`,
    );
  }
  return { parts: [{ suffix: '', content }], notices };
}

/** The report with the most severe findings only, and how many were left out. */
function limitCards(report: Report): { readonly report: Report; readonly leftOut: number } {
  let room = MAX_CARDS;
  const groups = report.groups.map((group) => {
    const findings = group.findings.slice(0, room);
    room -= findings.length;
    return { ...group, findings };
  });
  const suppressed = report.suppressed.slice(0, MAX_CARDS);
  const all = report.groups.reduce((sum, group) => sum + group.findings.length, report.suppressed.length);
  const shown = groups.reduce((sum, group) => sum + group.findings.length, suppressed.length);
  return { report: { ...report, groups, suppressed }, leftOut: all - shown };
}
