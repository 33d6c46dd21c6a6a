import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';

/** While the code of a page is on its way: the shape that most pages have. */
export function PendingPage() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton width="w-48" height="h-7" />
      <SkeletonRows count={8} rowHeight="h-11" />
    </div>
  );
}
