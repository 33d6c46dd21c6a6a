import { cx } from './class-names.ts';

/** A grey line in the shape of what is being loaded. */
export function Skeleton({ width = 'w-full', height = 'h-3' }: { readonly width?: string; readonly height?: string }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-sm bg-surface-2', width, height)} />;
}

const WIDTHS = ['w-2/3', 'w-1/2', 'w-3/5', 'w-5/12', 'w-7/12'];

/** Rows of a list that is being loaded, of the same height as the real ones. */
export function SkeletonRows({ count, rowHeight }: { readonly count: number; readonly rowHeight: string }) {
  return (
    <div role="status" aria-label="Loading" className="divide-y divide-border">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={cx('flex items-center gap-4 px-3', rowHeight)}>
          <Skeleton width="w-16" />
          <span className="grow">
            <Skeleton width={WIDTHS[index % WIDTHS.length] ?? 'w-1/2'} />
          </span>
          <Skeleton width="w-20" />
        </div>
      ))}
    </div>
  );
}
