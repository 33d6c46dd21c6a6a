import type { ScanStatus } from '@securescan/model';
import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '../ui/badge.tsx';

interface Look {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: typeof Clock;
}

export const SCAN_STATUS_LABELS: Readonly<Record<ScanStatus, string>> = {
  pending: 'Waiting',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const LOOKS: Readonly<Record<ScanStatus, Look>> = {
  pending: { label: SCAN_STATUS_LABELS.pending, tone: 'neutral', icon: Clock },
  running: { label: SCAN_STATUS_LABELS.running, tone: 'low', icon: LoaderCircle },
  completed: { label: SCAN_STATUS_LABELS.completed, tone: 'accent', icon: CircleCheck },
  failed: { label: SCAN_STATUS_LABELS.failed, tone: 'critical', icon: CircleX },
  cancelled: { label: SCAN_STATUS_LABELS.cancelled, tone: 'neutral', icon: Ban },
};

const PARTIAL: Look = { label: 'Incomplete', tone: 'medium', icon: TriangleAlert };

/** State of a scan as icon and word. A completed scan in which a scanner failed is not called completed. */
export function ScanStatusBadge({
  status,
  isPartial = false,
}: {
  readonly status: ScanStatus;
  readonly isPartial?: boolean;
}) {
  const { label, tone, icon: Icon } = status === 'completed' && isPartial ? PARTIAL : LOOKS[status];
  return (
    <Badge
      tone={tone}
      icon={
        <Icon size={12} strokeWidth={2} aria-hidden className={status === 'running' ? 'animate-spin' : undefined} />
      }
    >
      {label}
    </Badge>
  );
}
