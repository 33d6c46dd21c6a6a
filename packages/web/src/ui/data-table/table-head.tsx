import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '../checkbox.tsx';
import { cx } from '../class-names.ts';
import type { Column, Sort } from './column.ts';

export interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort?: Sort;
  readonly onSort?: (key: string) => void;
  /** Check box for all rows that are loaded. */
  readonly all?: {
    readonly isChecked: boolean;
    readonly isHalf: boolean;
    readonly onChange: (isChecked: boolean) => void;
  };
}

export function TableHead<Row>({ columns, sort, onSort, all }: TableHeadProps<Row>) {
  return (
    <thead role="rowgroup" className="max-sm:sr-only">
      <tr role="row" aria-rowindex={1} className="border-b border-border-strong">
        {all ? (
          <th role="columnheader" scope="col" className="w-10 px-3 py-2 text-left align-middle">
            <Checkbox
              label="Select all loaded rows"
              isChecked={all.isChecked}
              isHalf={all.isHalf}
              onChange={all.onChange}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} {...(sort ? { sort } : {})} {...(onSort ? { onSort } : {})} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({
  column: { head, width, hidden, isRight = false, sortKey },
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort?: Sort;
  readonly onSort?: (key: string) => void;
}) {
  const isSorted = sortKey !== undefined && sort?.key === sortKey;
  const canSort = sortKey !== undefined && onSort !== undefined;
  const Caret = sort?.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={canSort ? (isSorted ? (sort?.direction === 'asc' ? 'ascending' : 'descending') : 'none') : undefined}
      className={cx('px-3 py-2 text-xs font-medium text-muted', isRight ? 'text-right' : 'text-left', width, hidden)}
    >
      {canSort ? (
        <button
          type="button"
          className={cx('inline-flex items-center gap-1 rounded-sm hover:text-text', isSorted && 'text-text')}
          onClick={() => onSort(sortKey)}
        >
          {head}
          {isSorted ? <Caret size={12} strokeWidth={2} aria-hidden /> : null}
        </button>
      ) : (
        head
      )}
    </th>
  );
}
