import { Link } from '@tanstack/react-router';
import { ScanStatusBadge } from '../../product/scan-status.tsx';
import { findDurationSeconds, type ScanView } from '../../product/scan.ts';
import { SeverityCountsText } from '../../product/severity.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { useNow } from '../../ui/now.ts';
import { PathText } from '../../ui/path-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { toDuration } from '../../ui/time.ts';
import { RowMenu, type RowActions } from './row-menu.tsx';

/** @param actions - null when the key may only read */
export function toColumns(actions: RowActions | null): readonly Column<ScanView>[] {
  return [
    {
      id: 'status',
      head: 'Status',
      width: 'w-32',
      stack: 'max-sm:order-1',
      cell: (scan) => <ScanStatusBadge status={scan.status} isPartial={scan.partial} />,
    },
    {
      id: 'target',
      head: 'Target',
      stack: 'max-sm:order-3 max-sm:w-full',
      cell: (scan) => (
        <Link
          to="/scan/$id"
          params={{ id: scan.id }}
          tabIndex={-1}
          className="flex max-w-full min-w-0 items-center text-text no-underline hover:underline"
        >
          <PathText path={scan.target_url ?? scan.target_host ?? scan.target_path} />
        </Link>
      ),
    },
    {
      id: 'findings',
      head: 'Findings',
      width: 'w-64',
      stack: 'max-sm:order-4 max-sm:w-full',
      cell: (scan) =>
        scan.status === 'pending' || scan.status === 'running' ? (
          <span className="text-muted">Not yet known</span>
        ) : (
          <SeverityCountsText counts={scan.severity_counts} />
        ),
    },
    {
      id: 'risk',
      head: 'Risk',
      width: 'w-16',
      isRight: true,
      hidden: 'max-md:hidden',
      cell: (scan) => (scan.risk_score === null ? <span className="text-muted">–</span> : scan.risk_score.toFixed(1)),
    },
    {
      id: 'duration',
      head: 'Duration',
      width: 'w-28',
      isRight: true,
      hidden: 'max-lg:hidden',
      cell: (scan) => <Duration scan={scan} />,
    },
    {
      id: 'started',
      head: 'Started',
      width: 'w-32',
      stack: 'max-sm:order-2 max-sm:ml-auto',
      cell: (scan) => (
        <span className="text-muted">
          <RelativeTime time={scan.started_at ?? scan.created_at} />
        </span>
      ),
    },
    {
      id: 'origin',
      head: 'From',
      width: 'w-20',
      hidden: 'max-xl:hidden',
      cell: (scan) => <span className="text-muted">{scan.origin === 'cli' ? 'CLI' : 'Server'}</span>,
    },
    {
      id: 'actions',
      head: 'Actions',
      width: 'w-18',
      isRight: true,
      stack: 'max-sm:hidden',
      cell: (scan) => <RowMenu scan={scan} actions={actions} />,
    },
  ];
}

const STEP_MS = 1000;

function Duration({ scan }: { readonly scan: ScanView }) {
  const seconds = findDurationSeconds(scan, useNow(STEP_MS));
  return seconds === null ? <span className="text-muted">–</span> : toDuration(seconds);
}
