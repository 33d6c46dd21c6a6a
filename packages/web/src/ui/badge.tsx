import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'accent' | 'neutral';

const TONES: Readonly<Record<Tone, { readonly box: string; readonly dot: string }>> = {
  critical: { box: 'bg-critical/12 text-critical-text', dot: 'bg-critical' },
  high: { box: 'bg-high/12 text-high-text', dot: 'bg-high' },
  medium: { box: 'bg-medium/12 text-medium-text', dot: 'bg-medium' },
  low: { box: 'bg-low/12 text-low-text', dot: 'bg-low' },
  info: { box: 'bg-info/12 text-info-text', dot: 'bg-info' },
  accent: { box: 'bg-accent/12 text-accent-text', dot: 'bg-accent' },
  neutral: { box: 'bg-surface-2 text-muted', dot: 'bg-muted' },
};

/** Coloured dot; decoration beside a word. */
export function Dot({ tone, isPulsing = false }: { readonly tone: Tone; readonly isPulsing?: boolean }) {
  return (
    <span
      data-dot
      aria-hidden
      className={cx('inline-block size-1.5 shrink-0 rounded-full', TONES[tone].dot, isPulsing && 'animate-pulse')}
    />
  );
}

/** A word on tinted ground, with a dot or an icon before it. */
export function Badge({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span
      data-chip
      className={cx(
        'inline-flex h-5 items-center gap-1.5 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        TONES[tone].box,
      )}
    >
      {icon ?? <Dot tone={tone} />}
      {children}
    </span>
  );
}
