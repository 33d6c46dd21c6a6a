import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'aria-label'> {
  /** What it does; shown as a tooltip, and read out. */
  readonly label: string;
  /** 16 px icon. */
  readonly children: ReactNode;
  readonly size?: 'sm' | 'md';
}

const LOOK =
  'relative inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-150 hover:bg-surface-2 hover:text-text disabled:opacity-50 aria-expanded:bg-surface-2 aria-expanded:text-text';

/** Look of an icon button, for elements of other parts. */
export function iconButtonClasses(size: 'sm' | 'md' = 'md'): string {
  return cx(LOOK, size === 'sm' ? 'size-6' : 'size-8');
}

export function IconButton({ label, size, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button type="button" {...rest} aria-label={label} className={iconButtonClasses(size)}>
        {children}
      </button>
    </Tooltip>
  );
}
