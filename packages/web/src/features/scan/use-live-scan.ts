import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from '../../data/api.ts';
import { followScan, type LiveState } from '../../data/live/follow-scan.ts';
import { isEnded, scanQuery, type ScanView } from '../../product/scan.ts';

/** Keeps a scan up to date while it runs: every event reads it anew, so what is shown is what the server says. */
export function useLiveScan(scan: ScanView | undefined): LiveState {
  const api = useApi();
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const id = scan?.id;
  const isLive = scan !== undefined && !isEnded(scan);
  useEffect(() => {
    if (id === undefined || !isLive) return undefined;
    const controller = new AbortController();
    const refresh = async (): Promise<ScanView> => {
      await queries.invalidateQueries({ queryKey: ['scan', id] });
      return queries.fetchQuery({ ...scanQuery(api, id), staleTime: 1000 });
    };
    void followScan({
      api,
      scanId: id,
      signal: controller.signal,
      onState: setState,
      onEvent: ({ name }) => {
        void queries.invalidateQueries({ queryKey: ['scan', id] });
        if (/^scan\.(?:complete|failed|cancelled)$/.test(name)) {
          void queries.invalidateQueries({ queryKey: ['findings', id] });
          void queries.invalidateQueries({ queryKey: ['scans'] });
          void queries.invalidateQueries({ queryKey: ['notifications'] });
        }
      },
      poll: async () => isEnded(await refresh()),
    });
    return () => controller.abort();
  }, [api, queries, id, isLive]);
  return state;
}
