import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { cx } from './class-names.ts';
import type { DialogProps } from './dialog.tsx';
import { iconButtonClasses } from './icon-button.tsx';

/** Keeps the focus inside, closes with Esc, and gives the focus back. */
export function DialogPanel({ isOpen, onClose, title, description, children, actions, width = 'md' }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          className={cx(
            'animate-appear fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-lg border border-border-strong bg-surface shadow-overlay',
            width === 'lg' ? 'max-w-2xl' : 'max-w-md',
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <Base.Title className="text-lg">{title}</Base.Title>
            <Base.Close aria-label="Close" className={iconButtonClasses('sm')}>
              <X size={16} strokeWidth={1.5} aria-hidden />
            </Base.Close>
          </div>
          {description === undefined ? null : (
            <Base.Description className="foreign px-5 pt-1 text-sm text-muted">{description}</Base.Description>
          )}
          {children === undefined ? null : <div className="overflow-auto px-5 pt-4">{children}</div>}
          <div className="flex flex-wrap justify-end gap-2 px-5 pt-4 pb-4">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
