import { SCAN_STATUSES } from '@securescan/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { History, SearchX, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi } from '../../data/api.ts';
import { useMay } from '../../data/session.ts';
import { DeleteScansDialog } from '../../product/delete-scans-dialog.tsx';
import { useScanActions } from '../../product/scan-actions.ts';
import { SCAN_STATUS_LABELS } from '../../product/scan-status.tsx';
import { isEnded, toTargetName, type ScanView } from '../../product/scan.ts';
import { ProblemView } from '../../routing/problem-view.tsx';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toCount } from '../../ui/time.ts';
import { scansQuery } from './api.ts';
import { toColumns } from './columns.tsx';
import { historySearch, SINCE } from './search.ts';

const route = getRouteApi('/history');
/** How often the list is asked for again while a scan in it runs. */
const LIVE_MS = 4000;

const STATUS_OPTIONS = [
  { value: 'all', label: 'Any status' },
  ...SCAN_STATUSES.map((status) => ({ value: status, label: SCAN_STATUS_LABELS[status] })),
];
const SINCE_OPTIONS = Object.entries(SINCE).map(([value, label]) => ({ value, label }));

/** Every scan, newest first. */
export function HistoryPage() {
  const api = useApi();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...scansQuery(api, filter),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ rows }) => rows.some((scan) => !isEnded(scan))) === true ? LIVE_MS : false,
  });
  const scans = useMemo(() => query.data?.pages.flatMap(({ rows }) => rows) ?? [], [query.data]);
  const total = query.data?.pages[0]?.total ?? null;
  const isFiltered = filter.q !== '' || filter.status !== 'all' || filter.since !== 'all';

  return (
    <>
      <PageHeader
        title="History"
        documentTitle="History"
        actions={
          <Link to="/scan" className={buttonClasses('default')}>
            New scan
          </Link>
        }
        facts={total === null ? null : <span>{total === 1 ? '1 scan' : `${toCount(total)} scans`}</span>}
      />
      <div data-print="hide" className="flex flex-wrap items-center gap-2 pb-3">
        <SearchBox
          label="Filter by target"
          placeholder="Part of a target"
          value={filter.q}
          onSearch={(q) => void navigate({ search: (old) => ({ ...old, q }), replace: true })}
        />
        <Select
          label="Status"
          value={filter.status}
          options={STATUS_OPTIONS}
          onChange={(status) => void navigate({ search: (old) => historySearch.read({ ...old, status }) })}
        />
        <Select
          label="Time"
          value={filter.since}
          options={SINCE_OPTIONS}
          onChange={(since) => void navigate({ search: (old) => historySearch.read({ ...old, since }) })}
        />
      </div>
      {query.isPending ? (
        <SkeletonRows count={10} rowHeight="h-11.5" />
      ) : query.isError && query.data === undefined ? (
        <ProblemView error={query.error} onRetry={() => void query.refetch()} />
      ) : scans.length === 0 ? (
        <Nothing isFiltered={isFiltered} onClear={() => void navigate({ search: {} })} />
      ) : (
        <Scans
          scans={scans}
          total={total}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onLoadMore={() => {
            if (!query.isFetching) void query.fetchNextPage();
          }}
        />
      )}
    </>
  );
}

function Nothing({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<SearchX size={24} strokeWidth={1.5} />}
        title="No scan fits these filters"
        action={<Button onClick={onClear}>Clear the filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<History size={24} strokeWidth={1.5} />}
      title="No scans yet"
      action={
        <Link to="/scan" className={buttonClasses('default')}>
          Start a scan
        </Link>
      }
    >
      <p>
        Every scan stands here: those of this server, and those of the command line on this machine. Try{' '}
        <code className="rounded-sm bg-surface-2 px-1 font-mono text-xs">securescan scan .</code> in a project.
      </p>
    </EmptyState>
  );
}

function Scans({
  scans,
  total,
  hasMore,
  isLoadingMore,
  onLoadMore,
}: {
  readonly scans: readonly ScanView[];
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onLoadMore: () => void;
}) {
  const navigate = route.useNavigate();
  const mayWrite = useMay('write');
  const { cancel, rescan, remove } = useScanActions();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [doomed, setDoomed] = useState<readonly ScanView[]>([]);
  const { mutate: cancelScan } = cancel;
  const { mutate: startAgain } = rescan;
  const columns = useMemo(
    () => toColumns(mayWrite ? { cancel: cancelScan, rescan: startAgain, remove: (scan) => setDoomed([scan]) } : null),
    [mayWrite, cancelScan, startAgain],
  );
  const chosen = scans.filter((scan) => selected.has(scan.id) && isEnded(scan));
  return (
    <>
      {selected.size === 0 ? null : (
        <div
          data-print="hide"
          className="sticky top-14 z-10 flex flex-wrap items-center gap-3 border-b border-border bg-bg py-2 text-sm"
        >
          <span>{selected.size === 1 ? '1 scan selected' : `${toCount(selected.size)} scans selected`}</span>
          <Button
            size="sm"
            variant="destructive"
            icon={<Trash2 size={14} strokeWidth={1.5} aria-hidden />}
            disabled={chosen.length === 0}
            onClick={() => setDoomed(chosen)}
          >
            Delete…
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setSelected(new Set())}>
            Clear the selection
          </Button>
        </div>
      )}
      <DataTable
        caption="Scans, newest first"
        columns={columns}
        rows={scans}
        rowKey={(scan) => scan.id}
        rowName={(scan) => `the scan of ${toTargetName(scan)}`}
        total={total}
        {...(mayWrite ? { selection: { keys: selected, onChange: setSelected } } : {})}
        onOpen={(scan) => void navigate({ to: '/scan/$id', params: { id: scan.id } })}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onLoadMore={onLoadMore}
      />
      <DeleteScansDialog
        scans={doomed}
        isBusy={remove.isPending}
        onCancel={() => setDoomed([])}
        onConfirm={() =>
          remove.mutate(doomed, {
            onSettled: () => {
              setDoomed([]);
              setSelected(new Set());
            },
          })
        }
      />
    </>
  );
}
