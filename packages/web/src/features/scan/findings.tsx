import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SearchX, ShieldCheck } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useApi } from '../../data/api.ts';
import { useMay } from '../../data/session.ts';
import { BulkBar } from '../../product/finding/bulk-bar.tsx';
import { toFindingColumns } from '../../product/finding/columns.tsx';
import { factsOf, type FindingView } from '../../product/finding/finding.ts';
import { FindingPanel } from '../../product/finding/finding-panel.tsx';
import { facetsQuery, findingsQuery } from '../../product/finding/queries.ts';
import { useTriageKeys } from '../../product/finding/use-triage-keys.tsx';
import type { ScanView } from '../../product/scan.ts';
import { ProblemView } from '../../routing/problem-view.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { FindingFilters } from './finding-filters.tsx';
import { readDensity } from './density.ts';
import { SidePanel } from './side-panel.tsx';

const route = getRouteApi('/scan/$id');

/** Findings of a scan that has ended: filtered and paged by the server, the one in view beside them. */
export function Findings({ scan }: { readonly scan: ScanView }) {
  const api = useApi();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('write');
  const [density, setDensity] = useState(readDensity);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({ ...findingsQuery(api, scan.id, search), placeholderData: (previous) => previous });
  const facets = useQuery({ ...facetsQuery(api, scan.id, search), placeholderData: (previous) => previous });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const total = facets.data?.total ?? query.data?.pages[0]?.total ?? null;
  const open = rows.find(({ fingerprint }) => fingerprint === search.finding);
  const isPanelOpen = open !== undefined;
  const columns = useMemo(() => toFindingColumns(isPanelOpen, density === 'compact'), [isPanelOpen, density]);
  const isFiltered = search.q !== '' || search.severity.length > 0 || search.status.length > 0 || search.scanner !== '';

  const show = useCallback(
    (fingerprint: string) =>
      void navigate({
        search: (old) => ({ ...old, finding: fingerprint }),
        replace: search.finding !== '',
        resetScroll: false,
      }),
    [navigate, search.finding],
  );
  const close = useCallback(
    () => void navigate({ search: (old) => ({ ...old, finding: '' }), resetScroll: false }),
    [navigate],
  );
  const chosen = rows.filter(({ fingerprint }) => selected.has(fingerprint));
  const triage = useTriageKeys({
    isOn: mayWrite,
    targets: chosen.length > 0 ? chosen : open ? [open] : [],
    open: open ?? null,
    onClose: close,
    onDone: () => setSelected(new Set()),
  });

  return (
    <section aria-label="Findings">
      <FindingFilters
        search={search}
        facets={facets.data}
        shown={total}
        density={density}
        onDensity={setDensity}
        onChange={(changes, isTyping) =>
          void navigate({ search: (old) => ({ ...old, ...changes }), replace: isTyping, resetScroll: false })
        }
      />
      {query.isPending ? (
        <SkeletonRows count={10} rowHeight="h-11.5" />
      ) : query.isError && query.data === undefined ? (
        <ProblemView error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Nothing scan={scan} isFiltered={isFiltered} onClear={() => void navigate({ search: {} })} />
      ) : (
        <div className={cx(isPanelOpen && 'lg:grid lg:grid-cols-[minmax(0,1fr)_30rem] lg:gap-6')}>
          <div className="min-w-0">
            {chosen.length === 0 ? null : (
              <BulkBar
                count={chosen.length}
                isPending={triage.isPending}
                onJudge={(status) => triage.judge(chosen, status)}
                onClear={() => setSelected(new Set())}
              />
            )}
            <DataTable<FindingView>
              caption="Findings, most severe first"
              columns={columns}
              rows={rows}
              rowKey={(finding) => finding.fingerprint}
              rowName={(finding) => `“${finding.title}”`}
              total={total}
              density={density}
              {...(mayWrite ? { selection: { keys: selected, onChange: setSelected } } : {})}
              onOpen={(finding) => show(finding.fingerprint)}
              openKey={open?.fingerprint ?? null}
              rowClass={(finding) => (factsOf(finding).suppressed_by === null ? undefined : 'text-muted')}
              hasMore={query.hasNextPage}
              isLoadingMore={query.isFetchingNextPage}
              onLoadMore={() => {
                if (!query.isFetching) void query.fetchNextPage();
              }}
            />
          </div>
          {open === undefined ? null : (
            <SidePanel>
              <FindingPanel finding={open} onClose={close} />
            </SidePanel>
          )}
        </div>
      )}
      {triage.dialog}
    </section>
  );
}

function Nothing({
  scan,
  isFiltered,
  onClear,
}: {
  readonly scan: ScanView;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<SearchX size={24} strokeWidth={1.5} />}
        title="No finding fits these filters"
        action={<Button onClick={onClear}>Clear the filters</Button>}
      />
    );
  }
  const ran = scan.scanners.filter(({ state }) => state === 'completed').map(({ scanner }) => scanner);
  const skipped = scan.scanners.filter(({ state }) => state === 'skipped').map(({ scanner }) => scanner);
  if (ran.length === 0) {
    return (
      <EmptyState icon={<SearchX size={24} strokeWidth={1.5} />} title="Nothing was looked at">
        <p>No scanner ran to its end, so there is nothing to say about this target. The scanners above tell why.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<ShieldCheck size={24} strokeWidth={1.5} />} title="No findings">
      <p>Looked at by {ran.join(', ')}.</p>
      {skipped.length === 0 ? null : (
        <p>Not looked at by {skipped.join(', ')}: what these would have found is not known.</p>
      )}
    </EmptyState>
  );
}
