import { Ban, ChevronDown, CircleCheck, CircleDashed, CircleX, LoaderCircle, Minus } from 'lucide-react';
import { useState } from 'react';
import type { LiveState } from '../../data/live/follow-scan.ts';
import { isEnded, type ScanView } from '../../product/scan.ts';
import { cx } from '../../ui/class-names.ts';
import { toCount, toDuration } from '../../ui/time.ts';

type Row = ScanView['scanners'][number];

const STATES: Readonly<
  Record<Row['state'], { readonly word: string; readonly icon: typeof Ban; readonly tone: string }>
> = {
  pending: { word: 'Waiting', icon: CircleDashed, tone: 'text-muted' },
  running: { word: 'Running', icon: LoaderCircle, tone: 'text-low-text' },
  completed: { word: 'Done', icon: CircleCheck, tone: 'text-accent-text' },
  skipped: { word: 'Skipped', icon: Minus, tone: 'text-muted' },
  failed: { word: 'Failed', icon: CircleX, tone: 'text-critical-text' },
  cancelled: { word: 'Cancelled', icon: Ban, tone: 'text-muted' },
};

const LIVE: Readonly<Record<LiveState, string>> = {
  connecting: 'connecting',
  streaming: 'live',
  polling: 'asking every 2 seconds',
  paused: 'paused while the tab is hidden',
  ended: 'live',
};

/** What each scanner did or does; open while the scan runs, and where something went wrong. */
export function ScannerRows({ scan, live }: { readonly scan: ScanView; readonly live: LiveState }) {
  const ended = isEnded(scan);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? (!ended || scan.scanners.some(({ state }) => state === 'failed'));
  const count = (...states: readonly Row['state'][]): number =>
    scan.scanners.filter(({ state }) => states.includes(state)).length;
  const done = scan.scanners.length - count('pending', 'running');
  const facts = [
    `${count('completed')} ran`,
    ...(count('failed') === 0 ? [] : [`${count('failed')} failed`]),
    ...(count('skipped') === 0 ? [] : [`${count('skipped')} skipped`]),
    ...(count('cancelled') === 0 ? [] : [`${count('cancelled')} cancelled`]),
  ];
  const summary = ended
    ? facts.join(' · ')
    : scan.status === 'pending'
      ? toQueueText(scan.queue_position)
      : `${done} of ${scan.scanners.length} done`;
  return (
    <section className="mb-5 rounded-lg border border-border bg-surface text-sm">
      <h2 className="font-sans">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setChosen(!isOpen)}
          className="flex w-full items-center gap-2 rounded-lg px-4 py-2.5 text-left focus-visible:-outline-offset-2"
        >
          <span className="text-sm font-semibold">Scanners</span>
          <span role="status" className="font-normal text-muted">
            {summary}
          </span>
          {ended ? null : <span className="ml-auto text-xs font-normal text-muted">{LIVE[live]}</span>}
          <ChevronDown
            size={16}
            strokeWidth={1.5}
            aria-hidden
            className={cx('text-muted transition-transform duration-150', ended && 'ml-auto', isOpen && 'rotate-180')}
          />
        </button>
      </h2>
      {ended || scan.scanners.length === 0 ? null : (
        <progress
          aria-label="Scanners that are done"
          className="block h-0.5 w-full appearance-none overflow-hidden bg-border accent-accent [&::-webkit-progress-bar]:bg-border [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-all"
          value={done}
          max={scan.scanners.length}
        />
      )}
      {isOpen ? (
        <ul className="divide-y divide-border border-t border-border">
          {scan.scanners.map((row) => (
            <ScannerItem key={row.scanner} row={row} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function ScannerItem({ row }: { readonly row: Row }) {
  const { word, icon: Icon, tone } = STATES[row.state];
  const reasons = [row.reason, row.install_hint, ...row.notes].filter((text) => text !== null);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
      <span className={cx('inline-flex w-24 shrink-0 items-center gap-1.5', tone)}>
        <Icon
          size={14}
          strokeWidth={1.5}
          aria-hidden
          className={row.state === 'running' ? 'animate-spin' : undefined}
        />
        {word}
      </span>
      <span className="w-36 shrink-0 font-medium">
        {row.scanner}
        {row.version === null ? null : <span className="pl-1.5 text-xs font-normal text-muted">{row.version}</span>}
      </span>
      <span className="foreign min-w-0 grow basis-40 text-muted">{reasons.join(' · ')}</span>
      <span className="w-28 shrink-0 text-right text-muted tabular-nums max-sm:text-left">
        {row.findings_count === null
          ? ''
          : row.findings_count === 1
            ? '1 finding'
            : `${toCount(row.findings_count)} findings`}
      </span>
      <span className="w-20 shrink-0 text-right text-muted tabular-nums max-sm:text-left">
        {row.duration_s === null || row.state === 'skipped' ? '' : toDuration(row.duration_s)}
      </span>
    </li>
  );
}

function toQueueText(position: number | null): string {
  if (position === null || position === 0) return 'waiting for its turn';
  return position === 1 ? 'waiting behind 1 scan' : `waiting behind ${position} scans`;
}
