import { TRIAGE_STATUSES, type TriageStatus } from '@securescan/model';
import { ChevronDown } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toCount } from '../../ui/time.ts';
import { TRIAGE_LABELS } from './finding.ts';

/** What can be done with the selected findings. */
export function BulkBar({
  count,
  isPending,
  onJudge,
  onClear,
}: {
  readonly count: number;
  readonly isPending: boolean;
  readonly onJudge: (status: TriageStatus) => void;
  readonly onClear: () => void;
}) {
  return (
    <div
      role="toolbar"
      aria-label="Selected findings"
      data-print="hide"
      className="sticky top-14 z-10 flex flex-wrap items-center gap-3 border-b border-border bg-bg py-2 text-sm"
    >
      <span role="status">{count === 1 ? '1 finding selected' : `${toCount(count)} findings selected`}</span>
      <Menu
        opener={(props) => (
          <Button {...props} size="sm" variant="default" isBusy={isPending}>
            Set the verdict
            <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
          </Button>
        )}
        groups={[
          TRIAGE_STATUSES.map((status, index) => ({
            label: TRIAGE_LABELS[status],
            hint: `t ${index + 1}`,
            onSelect: () => onJudge(status),
          })),
        ]}
      />
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear the selection
      </Button>
    </div>
  );
}
