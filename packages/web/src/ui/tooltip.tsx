import { cloneElement, useCallback, useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';

const DELAY_MS = 400;
const GAP_PX = 6;
const EDGE_PX = 8;

interface Handlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/**
 * Says in words what an icon means, for the pointer and for the focus. The words are the element's own label as well, so screen
 * readers need no more. Esc hides it.
 */
export function Tooltip({
  text,
  side = 'bottom',
  children,
}: {
  readonly text: string;
  readonly side?: 'bottom' | 'right';
  /** One element that takes handlers. */
  readonly children: ReactElement<Partial<Handlers>>;
}) {
  const id = useId();
  // Set while the pointer or the focus is on the element: after how long the words are shown.
  const [delayMs, setDelayMs] = useState<number | null>(null);
  const [isShown, setShown] = useState(false);
  const hide = useCallback(() => {
    setDelayMs(null);
    setShown(false);
  }, []);
  useEffect(() => {
    if (delayMs === null) return undefined;
    const timer = setTimeout(() => setShown(true), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  const handlers: Handlers & { readonly 'data-tip': string } = {
    'data-tip': id,
    onPointerEnter: () => setDelayMs(DELAY_MS),
    onPointerLeave: hide,
    onFocus: () => {
      if (document.querySelector(`[data-tip="${id}"]`)?.matches(':focus-visible')) setDelayMs(0);
    },
    onBlur: hide,
  };
  return (
    <>
      {cloneElement(children, handlers)}
      {isShown ? <Bubble id={id} text={text} side={side} onHide={hide} /> : null}
    </>
  );
}

function Bubble({
  id,
  text,
  side,
  onHide,
}: {
  readonly id: string;
  readonly text: string;
  readonly side: 'bottom' | 'right';
  readonly onHide: () => void;
}) {
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const anchor = document.querySelector(`[data-tip="${id}"]`)?.getBoundingClientRect();
    const own = bubble.current;
    if (!anchor || !own) return;
    const size = own.getBoundingClientRect();
    const left = side === 'right' ? anchor.right + GAP_PX : anchor.left + anchor.width / 2 - size.width / 2;
    const below = anchor.bottom + GAP_PX;
    const above = anchor.top - GAP_PX - size.height;
    const top =
      side === 'right'
        ? anchor.top + anchor.height / 2 - size.height / 2
        : below + size.height > innerHeight
          ? above
          : below;
    own.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - size.width - EDGE_PX))}px`;
    own.style.top = `${Math.max(EDGE_PX, top)}px`;
    own.style.visibility = 'visible';
  }, [id, side]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onHide();
    };
    const options = { capture: true } as const;
    addEventListener('keydown', onKey);
    addEventListener('scroll', onHide, options);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('scroll', onHide, options);
    };
  }, [onHide]);
  return createPortal(
    <div
      ref={bubble}
      aria-hidden
      className="foreign animate-appear pointer-events-none invisible fixed z-50 max-w-sm rounded-md border border-border-strong bg-surface-2 px-2 py-1 text-xs text-text shadow-overlay"
    >
      {text}
    </div>,
    document.body,
  );
}
