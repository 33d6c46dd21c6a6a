import { cx } from './class-names.ts';

/** Where a path is cut: its last part is never lost. */
export function splitPath(path: string): { readonly head: string; readonly tail: string } {
  const slash = path.lastIndexOf('/', path.length - 2);
  return slash <= 0 ? { head: '', tail: path } : { head: path.slice(0, slash), tail: path.slice(slash) };
}

/** A path in one line, cut before its last part when there is no room. All of it is told on hover and to screen readers. */
export function PathText({
  path,
  suffix = '',
  isMuted = false,
}: {
  readonly path: string;
  readonly suffix?: string;
  readonly isMuted?: boolean;
}) {
  const { head, tail } = splitPath(path);
  return (
    <span
      title={`${path}${suffix}`}
      className={cx('foreign inline-flex max-w-full min-w-0 font-mono text-xs', isMuted && 'text-muted')}
    >
      <span className="min-w-0 shrink truncate">{head}</span>
      <span className="max-w-full shrink-0 truncate">
        {tail}
        {suffix}
      </span>
    </span>
  );
}
