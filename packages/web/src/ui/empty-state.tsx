import type { ReactNode } from 'react';

/** Nothing here, and what to do about it. */
export function EmptyState({
  icon,
  title,
  isPage = false,
  children,
  action,
}: {
  /** 24 px icon. */
  readonly icon: ReactNode;
  readonly title: string;
  /** It is all that the page shows. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span aria-hidden className="text-muted">
        {icon}
      </span>
      <Heading className="text-lg">{title}</Heading>
      {children === undefined ? null : <div className="max-w-[60ch] text-sm text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
