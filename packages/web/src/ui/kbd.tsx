import type { ReactNode } from 'react';

/** A key, as it is written on it. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-border-strong bg-surface px-1 font-mono text-2xs text-muted">
      {children}
    </kbd>
  );
}
