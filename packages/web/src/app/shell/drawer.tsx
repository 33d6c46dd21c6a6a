import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { iconButtonClasses } from '../../ui/icon-button.tsx';
import { Brand, NavigationList, Version } from './navigation-list.tsx';

/** The navigation on phones, over the page. */
export function Drawer({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-40 flex w-64 max-w-[85vw] flex-col border-r border-border bg-bg">
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <div className="flex items-center justify-between pr-3">
            <Brand isStrip={false} />
            <Dialog.Close aria-label="Close the navigation" className={iconButtonClasses()}>
              <X size={16} strokeWidth={1.5} aria-hidden />
            </Dialog.Close>
          </div>
          <NavigationList isStrip={false} onChoose={onClose} />
          <Version />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
