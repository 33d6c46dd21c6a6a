import type { ChangeReport, Finding, ScanResult } from '@securescan/model';
import { sortForOutput } from '../finding/order.ts';
import { endLineOf, lineOf } from '../finding/place.ts';
import { originalSeverityOf } from '../finding/severity-note.ts';
import { selectShown, suppressionOf } from '../finding/suppression.ts';
import type { RenderOptions, Renderer } from '../renderer.ts';
import { single } from '../rendering.ts';
import { csvCell } from './cell.ts';

interface Column {
  readonly name: string;
  /** Only present when suppressed findings are shown. */
  readonly onlyWithSuppressed?: true;
  value(finding: Finding): string | number | null;
}

/** The documented columns in their order, then those a spreadsheet needs to filter and to join. */
const COLUMNS: readonly Column[] = [
  { name: 'severity', value: (finding) => finding.severity },
  { name: 'scanner', value: (finding) => finding.scanner },
  { name: 'title', value: (finding) => finding.title },
  { name: 'file', value: (finding) => finding.filePath },
  { name: 'line', value: lineOf },
  { name: 'rule_id', value: (finding) => finding.ruleId },
  { name: 'cwe', value: (finding) => finding.cwe },
  { name: 'description', value: (finding) => finding.description },
  { name: 'remediation', value: (finding) => finding.remediation },
  { name: 'suppressed', onlyWithSuppressed: true, value: suppressionOf },
  { name: 'line_end', value: (finding) => (finding.lineEnd === null ? null : endLineOf(finding)) },
  { name: 'scan_type', value: (finding) => finding.scanType },
  { name: 'original_severity', value: originalSeverityOf },
  { name: 'compliance_tags', value: (finding) => finding.complianceTags.join(' ') },
  { name: 'fingerprint', value: (finding) => finding.fingerprint },
];

/** Findings for spreadsheets; of a change the new ones. */
export const csv = {
  id: 'csv',
  description: 'Findings for spreadsheets, one row each',
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  binary: false,
  renderScan: (result: ScanResult, options) => single(renderCsv(result.findings, options)),
  renderChange: (report: ChangeReport, options) => single(renderCsv(report.added, options)),
} as const satisfies Renderer;

function renderCsv(findings: readonly Finding[], options: RenderOptions): string {
  const columns = COLUMNS.filter((column) => options.showSuppressed || column.onlyWithSuppressed === undefined);
  const rows = sortForOutput(selectShown(findings, options)).map((finding) =>
    columns.map((column) => csvCell(column.value(finding))).join(','),
  );
  return [columns.map((column) => column.name).join(','), ...rows, ''].join('\n');
}
