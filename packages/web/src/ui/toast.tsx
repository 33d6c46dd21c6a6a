import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react';
import { cx } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

/** How long a message stays, and one that offers to take something back. */
const MESSAGE_MS = 4000;
const UNDO_MS = 10_000;
const MAX_SHOWN = 3;

export interface ToastMessage {
  readonly text: string;
  /** What went wrong stays until it is closed, and is read out at once. */
  readonly isError?: boolean;
  readonly undo?: () => void;
}

interface Shown extends ToastMessage {
  readonly id: number;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Tells people what has happened, without taking the focus. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

/** Place of the messages; everything that tells something stands inside. */
export function ToastArea({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const close = useCallback((id: number) => setShown((list) => list.filter((toast) => toast.id !== id)), []);
  const tell = useCallback((message: ToastMessage) => {
    setShown((list) => [...list, { ...message, id: (list.at(-1)?.id ?? 0) + 1 }].slice(-MAX_SHOWN));
  }, []);
  return (
    <ToastContext value={tell}>
      {children}
      <section
        aria-label="Messages"
        data-print="hide"
        className="pointer-events-none fixed top-16 right-4 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2"
      >
        {/* Both stand there before they say anything: only changes are read out. */}
        <div role="alert" className="flex flex-col gap-2">
          {shown
            .filter(({ isError }) => isError)
            .map((toast) => (
              <Toast key={toast.id} toast={toast} onClose={close} />
            ))}
        </div>
        <div role="status" className="flex flex-col gap-2">
          {shown
            .filter(({ isError }) => !isError)
            .map((toast) => (
              <Toast key={toast.id} toast={toast} onClose={close} />
            ))}
        </div>
      </section>
    </ToastContext>
  );
}

function Toast({ toast, onClose }: { readonly toast: Shown; readonly onClose: (id: number) => void }) {
  const { id, text, isError = false, undo } = toast;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld || isError) return undefined;
    const timer = setTimeout(() => onClose(id), undo === undefined ? MESSAGE_MS : UNDO_MS);
    return () => clearTimeout(timer);
  }, [isHeld, isError, undo, id, onClose]);
  return (
    <div
      className={cx(
        'animate-appear pointer-events-auto flex items-center gap-2 rounded-md border bg-surface-2 py-1.5 pr-1.5 pl-3 text-sm shadow-overlay',
        isError ? 'border-critical' : 'border-border-strong',
      )}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="foreign grow">{text}</span>
      {undo === undefined ? null : (
        <button
          type="button"
          className="rounded-sm px-2 py-1 font-medium text-accent-text hover:underline"
          onClick={() => {
            onClose(id);
            undo();
          }}
        >
          Undo
        </button>
      )}
      <IconButton size="sm" label="Dismiss" onClick={() => onClose(id)}>
        <X size={14} strokeWidth={1.5} aria-hidden />
      </IconButton>
    </div>
  );
}
