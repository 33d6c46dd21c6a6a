import { useNow } from './now.ts';
import { toExact, toRelative } from './time.ts';

const STEP_MS = 15_000;

/** `2 min. ago`, with the exact time on hover. */
export function RelativeTime({ time }: { readonly time: string }) {
  const date = new Date(time);
  const now = useNow(STEP_MS);
  return (
    <time dateTime={time} title={toExact(date)} className="whitespace-nowrap">
      {toRelative(date, now)}
    </time>
  );
}
