import { type ReactNode, Suspense } from 'react';
import { lazyNamed, type OpenerProps, useOpener } from './opener.ts';

export interface MenuEntry {
  readonly label: string;
  /** 16 px icon. */
  readonly icon?: ReactNode;
  /** Key that does the same. */
  readonly hint?: string;
  readonly isDestructive?: boolean;
  readonly isDisabled?: boolean;
  /** Given for choices: whether it is the one that holds. */
  readonly isChecked?: boolean;
  readonly onSelect: () => void;
}

const Panel = lazyNamed(() => import('./menu-panel.tsx'), 'MenuPanel');

/** A list of commands or choices behind a button. Groups are set apart by a line. */
export function Menu({
  opener: renderOpener,
  groups,
}: {
  /** A button with these properties. */
  readonly opener: (props: OpenerProps) => ReactNode;
  readonly groups: readonly (readonly MenuEntry[])[];
}) {
  const { opener, panel } = useOpener('menu');
  return (
    <>
      {renderOpener(opener)}
      {panel === null ? null : (
        <Suspense fallback={null}>
          <Panel {...panel} groups={groups} />
        </Suspense>
      )}
    </>
  );
}
