import type { ReactNode } from 'react';

/** Title, facts and the main action of a page. Also names the document. */
export function PageHeader({
  title,
  documentTitle,
  facts,
  actions,
}: {
  readonly title: ReactNode;
  readonly documentTitle: string;
  readonly facts?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5">
      <title>{`${documentTitle} · SecureScan`}</title>
      <div className="min-w-0 grow basis-80">
        <h1 className="foreign text-2xl">{title}</h1>
        {facts === undefined ? null : (
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">{facts}</div>
        )}
      </div>
      {actions === undefined ? null : (
        <div data-print="hide" className="flex flex-wrap items-center gap-2">
          {actions}
        </div>
      )}
    </header>
  );
}
