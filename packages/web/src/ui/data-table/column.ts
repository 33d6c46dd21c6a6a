import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  /** Class for its width; one column has none and takes the rest. */
  readonly width?: string;
  /** Name of the order that its head offers; left out where there is none. */
  readonly sortKey?: string;
  readonly isRight?: boolean;
  /** Class that hides it where there is no room: `max-lg:hidden`. */
  readonly hidden?: string;
  /** Class of its place when rows are stacked, below 640 px. */
  readonly stack?: string;
  readonly cell: (row: Row) => ReactNode;
}

export type Direction = 'asc' | 'desc';

export interface Sort {
  readonly key: string;
  readonly direction: Direction;
}
