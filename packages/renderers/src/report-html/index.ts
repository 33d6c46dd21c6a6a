import { buildReport } from '../report/model.ts';
import type { Renderer } from '../renderer.ts';
import { single } from '../rendering.ts';
import { renderPage } from './page.ts';

/** The report for people who were not there, as one HTML file without scripts or outside parts. */
export const reportHtml = {
  id: 'report-html',
  description: 'A report in one HTML file that opens from a disk',
  contentType: 'text/html; charset=utf-8',
  extension: 'html',
  binary: false,
  renderScan: (result, options) => single(renderPage(buildReport(result, options), options)),
} as const satisfies Renderer;
