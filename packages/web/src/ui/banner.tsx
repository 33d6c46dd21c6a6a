import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** One line across the page that matters for all that stands below it. */
export function Banner({
  tone,
  children,
  action,
}: {
  readonly tone: 'note' | 'warning';
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const Icon = tone === 'warning' ? TriangleAlert : Info;
  return (
    <div
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm',
        tone === 'warning' ? 'border-medium/40 bg-medium/12 text-medium-text' : 'border-border bg-surface text-text',
      )}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
      <div className="foreign min-w-0 grow basis-64">{children}</div>
      {action}
    </div>
  );
}
