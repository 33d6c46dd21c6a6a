import { type ReactNode, Suspense } from 'react';
import { lazyNamed, type OpenerProps, useOpener } from './opener.ts';

const Panel = lazyNamed(() => import('./popover-panel.tsx'), 'PopoverPanel');

/** A small panel beside its opener. The focus goes into it and comes back. */
export function Popover({
  title,
  opener: renderOpener,
  children,
}: {
  readonly title: string;
  /** A button with these properties. */
  readonly opener: (props: OpenerProps) => ReactNode;
  /** Made while it is open; given what closes it. */
  readonly children: (close: () => void) => ReactNode;
}) {
  const { opener, panel, close } = useOpener('dialog');
  return (
    <>
      {renderOpener(opener)}
      {panel === null ? null : (
        <Suspense fallback={null}>
          <Panel {...panel} title={title}>
            {panel.isOpen ? children(close) : null}
          </Panel>
        </Suspense>
      )}
    </>
  );
}
