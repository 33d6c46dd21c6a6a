import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import type { PanelState } from './opener.ts';

export function PopoverPanel({
  anchor,
  isOpen,
  onClose,
  title,
  children,
}: PanelState & { readonly title: string; readonly children: ReactNode }) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open, { event }) => !open && onClose(event)}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="end" sideOffset={6} collisionPadding={8} className="z-30">
          <Base.Popup
            finalFocus={anchor}
            className="animate-appear w-90 max-w-[calc(100vw-1rem)] rounded-lg border border-border-strong bg-surface shadow-overlay outline-none"
          >
            <Base.Title className="border-b border-border px-4 py-2.5 text-sm">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
