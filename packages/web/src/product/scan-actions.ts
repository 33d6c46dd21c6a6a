import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../data/api.ts';
import { useToast } from '../ui/toast.tsx';
import { toTargetName, type ScanView } from './scan.ts';

/** What can be done with a scan, wherever it is shown. Each says how it went. */
export function useScanActions() {
  const api = useApi();
  const queries = useQueryClient();
  const tell = useToast();
  const navigate = useNavigate();
  const refresh = async (): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['scans'] }),
      queries.invalidateQueries({ queryKey: ['scan'] }),
      queries.invalidateQueries({ queryKey: ['overview'] }),
    ]);
  };

  const cancel = useMutation({
    mutationFn: (scan: ScanView) => api.call('cancelScan', { params: { scan_id: scan.id } }),
    onSuccess: (_, scan) =>
      tell({ text: `The scan of ${toTargetName(scan)} is cancelled. What its scanners had found is kept.` }),
    onError: (problem) => tell({ text: `Not cancelled: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
  const rescan = useMutation({
    mutationFn: (scan: ScanView) =>
      api.call('createScan', {
        body: {
          target_path: scan.target_path,
          scan_types: scan.scan_types,
          target_url: scan.target_url,
          target_host: scan.target_host,
          project: scan.project ?? '',
        },
      }),
    onSuccess: async (scan) => {
      await navigate({ to: '/scan/$id', params: { id: scan.id } });
    },
    onError: (problem) => tell({ text: `Not started: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: async (scans: readonly ScanView[]) => {
      // One after the other: each is a transaction of its own, and the first refusal tells why.
      for (const scan of scans) await api.call('deleteScan', { params: { scan_id: scan.id } });
    },
    onSuccess: (_, scans) => {
      const [first] = scans;
      const what = scans.length === 1 && first ? `The scan of ${toTargetName(first)} is` : `${scans.length} scans are`;
      tell({ text: `${what} deleted. Verdicts and comments stay.` });
    },
    onError: (problem) => tell({ text: `Not deleted: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
  return { cancel, rescan, remove };
}
