import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../data/api.ts';
import { PartError } from '../../ui/part-error.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TRIAGE_LABELS } from './finding.ts';
import { historyQuery } from './queries.ts';

/** Who judged the finding how, and when; newest first. */
export function VerdictHistory({ fingerprint }: { readonly fingerprint: string }) {
  const { data, error, refetch } = useQuery(historyQuery(useApi(), fingerprint));
  if (error) return <PartError message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton width="w-40" />;
  if (data.length === 0) return <p className="text-muted">No verdict so far.</p>;
  return (
    <ol className="flex flex-col gap-1.5">
      {data.toReversed().map((change) => (
        <li key={change.seq}>
          <span className="font-medium">{TRIAGE_LABELS[change.to]}</span>
          <span className="text-muted">
            {change.from === null ? '' : ` after ${TRIAGE_LABELS[change.from].toLowerCase()}`} ·{' '}
            {change.updated_by ?? 'somebody'} · <RelativeTime time={change.at} />
          </span>
          {change.note === null ? null : (
            <span className="foreign block whitespace-pre-wrap text-muted">{change.note}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
