import { type ComponentType, lazy, type RefObject, useRef, useState } from 'react';

/** What a button needs that opens a panel. */
export interface OpenerProps {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly 'aria-expanded': boolean;
  readonly 'aria-haspopup': 'dialog' | 'menu';
  readonly onClick: () => void;
}

/** What a panel is told by its opener. */
export interface PanelState {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  /** The panel asks to be closed: by Esc, by a press outside, by a choice. */
  readonly onClose: (event: Event | undefined) => void;
}

/** A button and its panel. The panel's code is loaded when it is opened for the first time. */
export function useOpener(kind: OpenerProps['aria-haspopup']): {
  readonly opener: OpenerProps;
  readonly panel: PanelState | null;
  readonly close: () => void;
} {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  return {
    opener: {
      ref: anchor,
      'aria-expanded': isOpen,
      'aria-haspopup': kind,
      onClick: () => {
        setOpened(true);
        setOpen(!isOpen);
      },
    },
    panel: wasOpened
      ? {
          anchor,
          isOpen,
          onClose: (event) => {
            // A press on the opener closes by itself; closing here too would let its click open again.
            if (event?.target instanceof Node && anchor.current?.contains(event.target) === true) return;
            setOpen(false);
          },
        }
      : null,
    close: () => setOpen(false),
  };
}

/** A component of a file that is loaded when it is needed. */
export function lazyNamed<Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) {
  return lazy(async () => ({ default: (await load())[name] }));
}
