import { SEVERITIES, type Severity, type SeverityCounts } from '@securescan/model';
import { Badge, Dot } from '../ui/badge.tsx';
import { cx } from '../ui/class-names.ts';
import { toCount } from '../ui/time.ts';

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

/** A severity as word and colour; what is suppressed is struck through. */
export function SeverityBadge({
  severity,
  isSuppressed = false,
}: {
  readonly severity: Severity;
  readonly isSuppressed?: boolean;
}) {
  return (
    <Badge tone={isSuppressed ? 'neutral' : severity}>
      <span className={cx(isSuppressed && 'line-through')}>{SEVERITY_LABELS[severity]}</span>
    </Badge>
  );
}

const SHORT: Readonly<Record<Severity, string>> = { critical: 'C', high: 'H', medium: 'M', low: 'L', info: 'I' };
const TEXT: Readonly<Record<Severity, string>> = {
  critical: 'text-critical-text',
  high: 'text-high-text',
  medium: 'text-medium-text',
  low: 'text-low-text',
  info: 'text-info-text',
};

/** Counts of a scan in one line, most severe first; letters stand for the words, which are read out. */
export function SeverityCountsText({ counts }: { readonly counts: SeverityCounts }) {
  const present = SEVERITIES.filter((severity) => counts[severity] > 0);
  if (present.length === 0) return <span className="text-muted">None</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-0.5">
      {present.map((severity) => (
        <span
          key={severity}
          title={SEVERITY_LABELS[severity]}
          className={cx('inline-flex items-center gap-1 text-xs', TEXT[severity])}
        >
          <Dot tone={severity} />
          <span aria-hidden>
            <span className="font-bold tabular-nums">{toCount(counts[severity])}</span> {SHORT[severity]}
          </span>
          <span className="sr-only">
            {counts[severity]} {severity}
          </span>
        </span>
      ))}
    </span>
  );
}
