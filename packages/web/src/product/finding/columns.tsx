import { cx } from '../../ui/class-names.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { PathText } from '../../ui/path-text.tsx';
import { SeverityBadge } from '../severity.tsx';
import { CLOSED, factsOf, type FindingView, locationOf, statusOf } from './finding.ts';
import { TriageBadge } from './triage-badge.tsx';

/** @param isNarrow - the panel takes some of the width; @param isCompact - one line per row */
export function toFindingColumns(isNarrow: boolean, isCompact: boolean): readonly Column<FindingView>[] {
  const wide: readonly Column<FindingView>[] = [
    {
      id: 'scanner',
      head: 'Scanner and rule',
      width: 'w-56',
      hidden: 'max-lg:hidden',
      cell: (finding) => (
        <span
          className="foreign block truncate text-xs text-muted"
          title={`${finding.scanner} ${finding.rule_id ?? ''}`}
        >
          {finding.scanner}
          {finding.rule_id === null ? '' : ` · ${finding.rule_id.replace(`${finding.scanner}/`, '')}`}
        </span>
      ),
    },
    {
      id: 'compliance',
      head: 'Compliance',
      width: 'w-36',
      hidden: 'max-xl:hidden',
      cell: ({ compliance_tags: [first, ...more] }) =>
        first === undefined ? null : (
          <span className="text-xs text-muted" title={[first, ...more].join(', ')}>
            {first}
            {more.length === 0 ? '' : ` +${more.length}`}
          </span>
        ),
    },
  ];
  return [
    {
      id: 'severity',
      head: 'Severity',
      width: 'w-28',
      stack: 'max-sm:order-1',
      cell: (finding) => (
        <SeverityBadge severity={finding.severity} isSuppressed={factsOf(finding).suppressed_by !== null} />
      ),
    },
    {
      id: 'title',
      head: 'Finding',
      stack: 'max-sm:order-3 max-sm:w-full',
      cell: (finding) => <TitleCell finding={finding} isCompact={isCompact} />,
    },
    ...(isNarrow ? [] : wide),
    {
      id: 'status',
      head: 'Status',
      width: 'w-36',
      stack: 'max-sm:order-2 max-sm:ml-auto',
      cell: (finding) => <TriageBadge status={statusOf(finding)} />,
    },
  ];
}

function TitleCell({ finding, isCompact }: { readonly finding: FindingView; readonly isCompact: boolean }) {
  const location = locationOf(finding);
  const isClosed = CLOSED.has(statusOf(finding));
  return (
    <div className={cx('min-w-0', isCompact && 'sm:flex sm:items-baseline sm:gap-3')}>
      <span
        title={finding.title}
        className={cx(
          'foreign block truncate max-sm:line-clamp-2 max-sm:whitespace-normal',
          isCompact && 'sm:shrink',
          isClosed && 'text-muted',
        )}
      >
        {finding.title}
      </span>
      {location === null ? null : (
        <span className={cx('flex min-w-0', isCompact && 'sm:max-w-1/2 sm:shrink-0')}>
          <PathText path={location} isMuted />
        </span>
      )}
    </div>
  );
}
