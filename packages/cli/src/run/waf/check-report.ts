import {
  renderCsv,
  renderHtml,
  renderJunit,
  renderMarkdown,
  renderSarif,
  renderText,
  toReportedControls,
  writeDocument,
} from '@securescan/waf';
import type { ReportInput, ResultDocument } from '@securescan/waf';
import type { Rendering } from '@securescan/renderers';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { PRODUCT_VERSION } from '../../version.ts';
import type { ReportPlan } from '../reports.ts';
import type { CheckedCode } from './check-code.ts';
import { toSentDocument } from './check-document.ts';
import { createLineLookup } from './line-lookup.ts';

/** GitHub shows at most this many results of one analysis. */
const MAX_SARIF_RESULTS = 5000;

/** Renders the reports of one check. */
export function createReports(
  facts: {
    readonly checked: CheckedCode;
    readonly document: ResultDocument;
    readonly conclusion: string;
    readonly changes: readonly string[] | null;
    readonly now: Date;
    readonly args: ParsedArguments;
  },
  io: Io,
): (plan: ReportPlan) => Promise<Rendering> {
  const { checked, document, args } = facts;
  const input: ReportInput = {
    document,
    controls: toReportedControls(checked.check.evaluations),
    notices: checked.notices,
    changes: facts.changes,
    conclusion: facts.conclusion,
    controlsFrom: checked.loaded.from,
    version: PRODUCT_VERSION,
    generatedAt: facts.now.toISOString(),
    lineOf: createLineLookup(checked.files),
  };
  const renderAs: Readonly<Record<string, (plan: ReportPlan) => string | Uint8Array>> = {
    json: () => encode(writeDocument(toSentDocument(document, checked, args))),
    sarif: () => renderSarif(input),
    html: () => renderHtml(input),
    junit: () => renderJunit(input),
    markdown: () => renderMarkdown(input),
    csv: () => renderCsv(input),
    text: (plan) =>
      renderText(input, {
        colour: plan.file === null && io.stdout.colour,
        width: plan.file === null && io.stdout.isTty ? io.stdout.columns() : null,
        verbose: args.has('verbose'),
        summary: args.has('summary'),
        explain: args.has('explain'),
      }),
  };
  return (plan) => {
    const content = renderAs[plan.format]?.(plan) ?? '';
    const failures = plan.format === 'sarif' ? document.findings.filter(({ status }) => status === 'FAIL').length : 0;
    const notices =
      failures > MAX_SARIF_RESULTS
        ? [`SARIF: ${failures} failures; GitHub shows the first ${MAX_SARIF_RESULTS} results, most severe first.`]
        : [];
    return Promise.resolve({ parts: [{ suffix: '', content }], notices });
  };
}

/** Bytes, since a document of many resources is longer than a text can be. */
function encode(pieces: Iterable<string>): Uint8Array {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}
