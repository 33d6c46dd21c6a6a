import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../data/api.ts';
import { toTargetName, type ScanView } from '../../product/scan.ts';
import { useToast } from '../../ui/toast.tsx';

interface Report {
  readonly label: string;
  readonly hint: string;
  readonly source:
    | { readonly kind: 'report'; readonly format: 'html' | 'pdf' | 'sarif' | 'csv' | 'junit' }
    | { readonly kind: 'sbom'; readonly format: 'cyclonedx' | 'spdx' };
}

export const REPORTS: readonly Report[] = [
  { label: 'HTML report', hint: '.html', source: { kind: 'report', format: 'html' } },
  { label: 'PDF report', hint: '.pdf', source: { kind: 'report', format: 'pdf' } },
  { label: 'SARIF', hint: '.sarif', source: { kind: 'report', format: 'sarif' } },
  { label: 'CSV', hint: '.csv', source: { kind: 'report', format: 'csv' } },
  { label: 'JUnit', hint: '.xml', source: { kind: 'report', format: 'junit' } },
  { label: 'CycloneDX bill of materials', hint: '.json', source: { kind: 'sbom', format: 'cyclonedx' } },
  { label: 'SPDX bill of materials', hint: '.json', source: { kind: 'sbom', format: 'spdx' } },
];

/** Saves a report as a file. It goes through the client, since a plain link would not carry the key. */
export function useDownload(scan: ScanView) {
  const api = useApi();
  const tell = useToast();
  return useMutation({
    mutationFn: async ({ source, hint }: Report) => {
      const params = { scan_id: scan.id };
      const response =
        source.kind === 'report'
          ? await api.call('getScanReport', { params, query: { format: source.format } })
          : await api.call('getScanSbom', { params, query: { format: source.format } });
      const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
      save(await response.blob(), named ?? `${toTargetName(scan)}${hint}`);
    },
    onError: (problem) => tell({ text: `Not downloaded: ${problem.message}`, isError: true }),
  });
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
