import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import { useApi } from '../../data/api.ts';
import { Problem } from '../../data/problem.ts';
import { isEnded, scanQuery } from '../../product/scan.ts';
import { ProblemView } from '../../routing/problem-view.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import { Findings } from './findings.tsx';
import { Outcome } from './outcome.tsx';
import { ScanHeader } from './scan-header.tsx';
import { ScannerRows } from './scanner-rows.tsx';
import { useLiveScan } from './use-live-scan.ts';

const route = getRouteApi('/scan/$id');

/** One scan: what ran, what came of it, and what people think of it. */
export function ScanPage() {
  const { id } = route.useParams();
  const query = useQuery(scanQuery(useApi(), id));
  const scan = query.data;
  const live = useLiveScan(scan);
  if (scan === undefined) {
    if (query.error instanceof Problem && query.error.kind === 'not-found') return <Unknown />;
    return query.isError ? (
      <ProblemView isPage error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading />
    );
  }
  return (
    <>
      <ScanHeader scan={scan} />
      <Outcome scan={scan} />
      <ScannerRows scan={scan} live={live} />
      {isEnded(scan) ? <Findings scan={scan} /> : null}
    </>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-6">
      <title>Scan · SecureScan</title>
      <div className="flex flex-col gap-2">
        <Skeleton width="w-64" height="h-7" />
        <Skeleton width="w-96" />
      </div>
      <SkeletonRows count={8} rowHeight="h-11.5" />
    </div>
  );
}

function Unknown() {
  return (
    <>
      <title>Scan not found · SecureScan</title>
      <EmptyState
        icon={<FileQuestion size={24} strokeWidth={1.5} />}
        title="Scan not found"
        isPage
        action={
          <Link to="/history" className={buttonClasses('default')}>
            Go to History
          </Link>
        }
      >
        <p>It was deleted, or it belongs to a project that this key may not see.</p>
      </EmptyState>
    </>
  );
}
