import type { Notification } from '@securescan/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import type { z } from 'zod';
import { type Api, useApi } from '../../data/api.ts';
import { useMay } from '../../data/session.ts';
import { Dot } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';

type NotificationView = z.output<typeof Notification>;

const INTERVAL_MS = 30_000;

function unreadQuery(api: Api) {
  return queryOptions({
    queryKey: ['notifications', 'unread'],
    queryFn: ({ signal }) => api.call('countUnread', {}, { signal }),
    refetchInterval: INTERVAL_MS,
  });
}

function newestQuery(api: Api) {
  return queryOptions({
    queryKey: ['notifications', 'newest'],
    queryFn: ({ signal }) => api.call('listNotifications', { query: { limit: 10 } }, { signal }),
  });
}

/** What has happened since one looked last. */
export function Bell() {
  const api = useApi();
  const { data } = useQuery(unreadQuery(api));
  const count = data?.count ?? 0;
  const label = count === 0 ? 'Notifications' : `Notifications, ${count} unread`;
  return (
    <>
      <Popover
        title="Notifications"
        opener={(props) => (
          <IconButton {...props} label={label}>
            <BellIcon size={16} strokeWidth={1.5} aria-hidden />
            {count === 0 ? null : (
              <span
                aria-hidden
                className="absolute -top-0.5 -right-0.5 inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-2xs font-medium text-accent-fg tabular-nums"
              >
                {count > 9 ? '9+' : count}
              </span>
            )}
          </IconButton>
        )}
      >
        {(close) => <Newest onClose={close} />}
      </Popover>
      <span aria-live="polite" className="sr-only">
        {count === 0 ? '' : `${count} unread notifications`}
      </span>
    </>
  );
}

function Newest({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const mayWrite = useMay('write');
  const tell = useToast();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(newestQuery(api));
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['notifications'] });
  const readAll = useMutation({
    mutationFn: () => api.call('markAllRead', {}),
    onError: (problem) => tell({ text: `Not marked as read: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
  const readOne = useMutation({
    mutationFn: (id: string) => api.call('markRead', { params: { notification_id: id } }),
    onSettled: refresh,
  });
  const go = (notification: NotificationView): void => {
    onClose();
    if (mayWrite && notification.read_at === null) readOne.mutate(notification.id);
    if (notification.scan_id !== null) void navigate({ to: '/scan/$id', params: { id: notification.scan_id } });
  };
  if (error) {
    return (
      <div className="flex flex-col items-start gap-3 p-4 text-sm">
        <p className="text-muted">Notifications could not be read: {error.message}</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    );
  }
  if (data === undefined) return <SkeletonRows count={3} rowHeight="h-12" />;
  if (data.length === 0) {
    return (
      <p className="p-4 text-sm text-muted">Nothing yet. Scans with findings, and scans that fail, are told here.</p>
    );
  }
  return (
    <>
      <ul className="max-h-[60vh] divide-y divide-border overflow-y-auto">
        {data.map((notification) => (
          <li key={notification.id}>
            <button
              type="button"
              className="flex w-full items-baseline gap-2.5 px-4 py-2.5 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
              onClick={() => go(notification)}
            >
              <Dot tone={notification.severity} />
              <span className="min-w-0 grow">
                <span
                  className={notification.read_at === null ? 'foreign font-medium text-strong' : 'foreign text-muted'}
                >
                  {notification.title}
                </span>
                <span className="block text-xs text-muted">
                  {notification.severity} · <RelativeTime time={notification.created_at} />
                  {notification.read_at === null ? ' · unread' : ''}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {mayWrite && data.some(({ read_at: readAt }) => readAt === null) ? (
        <div className="border-t border-border px-4 py-2">
          <Button size="sm" variant="ghost" isBusy={readAll.isPending} onClick={() => readAll.mutate()}>
            Mark all as read
          </Button>
        </div>
      ) : null}
    </>
  );
}
