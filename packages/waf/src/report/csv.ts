import { csvCell } from '@securescan/renderers/parts';
import type { DocumentFinding } from '../result/document.ts';
import type { ReportInput } from './report-input.ts';

const COLUMNS: readonly {
  readonly name: string;
  readonly value: (finding: DocumentFinding) => string | number | null;
}[] = [
  { name: 'status', value: ({ status }) => status },
  { name: 'severity', value: ({ severity }) => severity },
  { name: 'pillar', value: ({ pillar }) => pillar },
  { name: 'control_id', value: ({ control_id }) => control_id },
  { name: 'check_id', value: ({ check_id }) => check_id },
  { name: 'check_title', value: ({ check_title }) => check_title },
  { name: 'resource', value: ({ resource }) => resource },
  { name: 'file', value: ({ file }) => file },
  { name: 'line', value: ({ line }) => line },
  { name: 'message', value: ({ message }) => message },
  { name: 'remediation', value: ({ remediation }) => remediation },
  { name: 'waived', value: ({ waived }) => waived?.reason ?? null },
  { name: 'waived_until', value: ({ waived }) => waived?.expires ?? null },
  { name: 'fingerprint', value: ({ fingerprint }) => fingerprint },
];

/** Results of checks for spreadsheets, one row each. */
export function renderCsv({ document }: ReportInput): string {
  const rows = document.findings.map((finding) => COLUMNS.map(({ value }) => csvCell(value(finding))).join(','));
  return [COLUMNS.map(({ name }) => name).join(','), ...rows, ''].join('\n');
}
