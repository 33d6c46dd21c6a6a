import { csv } from './csv/index.ts';
import { cyclonedx } from './cyclonedx/index.ts';
import { githubPrComment } from './github-pr-comment/index.ts';
import { githubReview } from './github-review/index.ts';
import { json } from './json/index.ts';
import { junit } from './junit/index.ts';
import type { Renderer } from './renderer.ts';
import { reportHtml } from './report-html/index.ts';
import { reportPdf } from './report-pdf/index.ts';
import { sarif } from './sarif/index.ts';
import { spdx } from './spdx/index.ts';
import { table, text } from './text/index.ts';

/** All output formats, in the order in which they are listed to users. */
export const renderers = {
  text,
  table,
  json,
  sarif,
  csv,
  junit,
  'report-html': reportHtml,
  'report-pdf': reportPdf,
  'github-pr-comment': githubPrComment,
  'github-review': githubReview,
  cyclonedx,
  spdx,
} as const satisfies Record<string, Renderer>;

/** Name of an output format. */
export type RendererId = keyof typeof renderers;
