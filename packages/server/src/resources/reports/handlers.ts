import type { ServerDeps } from '../../deps.ts';
import type { Handlers } from '../../http/handler.ts';
import type { Offload } from '../../offload/offload.ts';
import type { ReportFormat } from '../../offload/tasks.ts';
import { badRequest } from '../../problem/http-problem.ts';
import { findVisibleScan } from '../find-visible-scan.ts';

/** How each format goes out: its media type, and the name of the file unless it is for looking at in the browser. */
const FILES: Readonly<Record<ReportFormat, { readonly mediaType: string; readonly name?: (id: string) => string }>> = {
  html: { mediaType: 'text/html; charset=utf-8' },
  pdf: { mediaType: 'application/pdf', name: (id) => `securescan-report-${id}.pdf` },
  sarif: { mediaType: 'application/sarif+json', name: (id) => `securescan-${id}.sarif.json` },
  csv: { mediaType: 'text/csv; charset=utf-8', name: (id) => `securescan-${id}.csv` },
  junit: { mediaType: 'application/xml', name: (id) => `securescan-${id}.junit.xml` },
};

export function createReportHandlers(
  deps: ServerDeps,
  parts: { readonly offload: Offload; readonly productVersion: string },
): Handlers<'getScanReport'> {
  const { store, config } = deps;
  return {
    async getScanReport({ params, query: { format } }, { principal, signal }) {
      const scan = await findVisibleScan(store, params.scan_id, principal);
      if (scan.status !== 'completed') throw badRequest('Scan must be completed to generate a report');
      const body = await parts.offload.run(
        {
          kind: 'report',
          database: config.database,
          scanId: scan.id,
          format,
          productVersion: parts.productVersion,
          // The same scan gives the same bytes, whenever it is asked for.
          now: scan.completedAt ?? scan.createdAt,
        },
        signal,
      );
      const { mediaType, name } = FILES[format];
      const headers = name && { 'content-disposition': `attachment; filename="${name(scan.id.slice(0, 8))}"` };
      return { body, mediaType, ...(headers === undefined ? {} : { headers }) };
    },
  };
}
