import { type ReactNode, Suspense, useState } from 'react';
import { lazyNamed } from './opener.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One or two sentences below the title. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the least harmful first. */
  readonly actions?: ReactNode;
  readonly width?: 'md' | 'lg';
}

const Panel = lazyNamed(() => import('./dialog-panel.tsx'), 'DialogPanel');

/** Asks or shows something before all else. Its code is loaded when it is opened for the first time. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setOpened(true);
  return wasOpened ? (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  ) : null;
}
