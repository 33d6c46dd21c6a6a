import type { Scan } from '@securescan/contract';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Api } from '../data/api.ts';

export type ScanView = z.output<typeof Scan>;

export function isEnded({ status }: Pick<ScanView, 'status'>): boolean {
  return status !== 'pending' && status !== 'running';
}

/** One scan; every page that shows it shares what was read. */
export function scanQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['scan', id],
    queryFn: ({ signal }) => api.call('getScan', { params: { scan_id: id } }, { signal }),
  });
}

/** Seconds from start to end, or so far; null when it has not started. */
export function findDurationSeconds({ started_at: start, completed_at: end }: ScanView, now: Date): number | null {
  if (start === null) return null;
  return Math.max(0, (Date.parse(end ?? now.toISOString()) - Date.parse(start)) / 1000);
}

/** Last part of a path, for titles. */
export function toTargetName({ target_path: path }: Pick<ScanView, 'target_path'>): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || path;
}
