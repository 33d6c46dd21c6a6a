import { type ReactNode, useEffect, useRef } from 'react';

/** Beside the list where there is room; over the page on small screens. */
export function SidePanel({ children }: { readonly children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Below the list's own width it covers the page, and is what one is at.
    if (matchMedia('(max-width: 1023.98px)').matches) panel.current?.focus();
  }, []);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="Finding"
      className="overflow-y-auto border-border bg-surface outline-none max-lg:fixed max-lg:inset-0 max-lg:z-30 lg:sticky lg:top-20 lg:max-h-[calc(100vh-6rem)] lg:self-start lg:rounded-lg lg:border"
    >
      {children}
    </aside>
  );
}
