import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useMedia } from '../media.ts';
import { useShortcuts } from '../shortcuts/shortcuts.ts';
import { SkeletonRows } from '../skeleton.tsx';
import type { Column, Sort } from './column.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { toRange, withKeys } from './selection.ts';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
}

export interface DataTableProps<Row> {
  /** What it lists; read out. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What a row is called in labels: "Select <name>". */
  readonly rowName: (row: Row) => string;
  /** All rows that there are, also those that are not loaded; null when nobody knows. */
  readonly total: number | null;
  readonly density?: 'compact' | 'comfortable';
  readonly sort?: Sort;
  readonly onSort?: (key: string) => void;
  readonly selection?: Selection;
  /** A click on a row, Enter or `o`. */
  readonly onOpen?: (row: Row) => void;
  /** The row that is shown beside the table; `j` and `k` then open the next. */
  readonly openKey?: string | null;
  readonly rowClass?: (row: Row) => string | undefined;
  readonly hasMore?: boolean;
  readonly isLoadingMore?: boolean;
  readonly onLoadMore?: () => void;
}

const ROW_HEIGHT = { compact: 32, comfortable: 46 } as const;
/** Stacked rows are measured; this is a first guess. */
const STACKED_HEIGHT = 84;
const OVERSCAN = 12;
/** So many rows before the end the next page is fetched. */
const AHEAD = 25;

/**
 * A table of any length: only the rows in view are in the page, with their true numbers for screen readers. Rows take the focus;
 * arrows or `j` and `k` move it, Enter or `o` opens, `x` selects, Shift selects a range.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, rowName, selection, onOpen, openKey = null, hasMore = false, onLoadMore } = props;
  const { density = 'comfortable' } = props;
  const isStacked = useMedia('(max-width: 639.98px)');
  const table = useRef<HTMLTableElement>(null);
  const anchor = useRef<string | null>(null);
  const [active, setActive] = useState(0);
  const [top, setTop] = useState(0);
  const activeIndex = Math.min(active, Math.max(0, rows.length - 1));

  // Where the rows begin; what stands above them may come and go.
  useLayoutEffect(() => {
    const look = (): void => {
      const place = table.current?.tBodies[0]?.getBoundingClientRect();
      if (place) setTop(Math.round(place.top + window.scrollY));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isStacked ? STACKED_HEIGHT : ROW_HEIGHT[density]),
    overscan: OVERSCAN,
    scrollMargin: top,
    // Room for the bars that stay at the top.
    scrollPaddingStart: 110,
    scrollPaddingEnd: 16,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const { measure } = virtual;
  useEffect(() => {
    measure();
  }, [density, isStacked, measure]);

  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) onLoadMore?.();
  }, [hasMore, lastShown, rows.length, onLoadMore]);

  const keysOf = (list: readonly Row[]): readonly string[] => list.map(rowKey);
  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    const find = () => table.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
    const shown = find();
    // At once where it can be, so that the next key already meets it.
    if (shown) shown.focus();
    else requestAnimationFrame(() => find()?.focus());
    if (openKey !== null) onOpen?.(row);
  };
  const toggle = (index: number, isRange: boolean): void => {
    const row = rows[index];
    if (row === undefined || !selection) return;
    const key = rowKey(row);
    const range = isRange ? toRange(keysOf(rows), anchor.current, key) : [key];
    selection.onChange(withKeys(selection.keys, range, isRange || !selection.keys.has(key)));
    anchor.current = key;
  };
  const openRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    onOpen?.(row);
  };

  const current = (): number => {
    const opened = openKey === null ? -1 : rows.findIndex((row) => rowKey(row) === openKey);
    return opened < 0 ? activeIndex : opened;
  };
  useShortcuts([
    {
      keys: 'j',
      label: 'Next row',
      group: 'Lists',
      run: () =>
        focusRow(table.current?.contains(document.activeElement) || openKey !== null ? current() + 1 : current()),
    },
    { keys: 'k', label: 'Previous row', group: 'Lists', run: () => focusRow(Math.max(0, current() - 1)) },
    ...(onOpen ? [{ keys: 'o', label: 'Open the row', group: 'Lists', run: () => openRow(current()) }] : []),
    ...(selection ? [{ keys: 'x', label: 'Select the row', group: 'Lists', run: () => toggle(current(), false) }] : []),
  ]);

  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    if (event.target !== event.currentTarget) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: Math.max(0, index - 1),
      Home: 0,
      End: rows.length - 1,
      PageDown: Math.min(rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      focusRow(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      openRow(index);
    } else if (event.key === ' ' && selection) {
      event.preventDefault();
      toggle(index, event.shiftKey);
    }
  };

  const before = items[0] === undefined ? 0 : items[0].start - top;
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top));
  const span = columns.length + (selection ? 1 : 0);
  const allKeys = selection ? keysOf(rows) : [];
  return (
    <>
      <table
        ref={table}
        role="grid"
        aria-label={props.caption}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        aria-multiselectable={selection ? true : undefined}
        className="w-full table-fixed border-collapse text-sm max-sm:block"
      >
        <TableHead
          columns={columns}
          {...(props.sort ? { sort: props.sort } : {})}
          {...(props.onSort ? { onSort: props.onSort } : {})}
          {...(selection
            ? {
                all: {
                  isChecked: rows.length > 0 && allKeys.every((key) => selection.keys.has(key)),
                  isHalf: allKeys.some((key) => selection.keys.has(key)),
                  onChange: (isChecked: boolean) => selection.onChange(withKeys(selection.keys, allKeys, isChecked)),
                },
              }
            : {})}
        />
        <tbody role="rowgroup" className="max-sm:block">
          <Spacer height={before} span={span} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const name = rowKey(row);
            return (
              <TableRow
                key={key}
                row={row}
                index={index}
                columns={columns}
                density={density}
                measure={isStacked ? virtual.measureElement : undefined}
                isActive={index === activeIndex}
                isOpen={name === openKey}
                className={props.rowClass?.(row)}
                name={rowName(row)}
                isSelected={selection ? selection.keys.has(name) : null}
                onToggle={(isRange) => toggle(index, isRange)}
                onFocus={() => setActive(index)}
                onKeyDown={(event) => onKeyDown(event, index)}
                onOpen={onOpen ? () => openRow(index) : undefined}
              />
            );
          })}
          <Spacer height={after} span={span} />
        </tbody>
      </table>
      {props.isLoadingMore ? <SkeletonRows count={3} rowHeight="h-10" /> : null}
    </>
  );
}

/** Stands in for the rows that are out of view. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="max-sm:block">
      <td colSpan={span} className="p-0 max-sm:block" style={{ height }} />
    </tr>
  );
}
