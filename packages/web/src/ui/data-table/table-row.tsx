import type { KeyboardEvent, MouseEvent } from 'react';
import { Checkbox } from '../checkbox.tsx';
import { cx } from '../class-names.ts';
import type { Column } from './column.ts';

export interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly density: 'compact' | 'comfortable';
  readonly name: string;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  /** Null where nothing is selected. */
  readonly isSelected: boolean | null;
  readonly className: string | undefined;
  readonly measure: ((element: Element | null) => void) | undefined;
  readonly onToggle: (isRange: boolean) => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onOpen: (() => void) | undefined;
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, density, isSelected, isOpen, onOpen, measure } = props;
  const open = (event: MouseEvent): void => {
    // Links and controls in the row do what they do; text that is being marked opens nothing.
    if ((event.target as HTMLElement).closest('a,button,input,label,summary') !== null) return;
    if (getSelection()?.isCollapsed === false) return;
    if (event.shiftKey && isSelected !== null) props.onToggle(true);
    else onOpen?.();
  };
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={index}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected ?? undefined}
      aria-current={isOpen || undefined}
      tabIndex={props.isActive ? 0 : -1}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onClick={open}
      className={cx(
        'border-b border-border focus-visible:-outline-offset-2',
        'max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-3 max-sm:py-2.5',
        density === 'compact' ? 'sm:h-8' : 'sm:h-11.5',
        onOpen && 'cursor-pointer',
        isOpen || isSelected === true ? 'bg-accent-soft' : 'hover:bg-surface-2',
        props.className,
      )}
    >
      {isSelected === null ? null : (
        <td role="gridcell" className="px-3 align-middle max-sm:p-0">
          <Checkbox
            label={`Select ${props.name}`}
            isChecked={isSelected}
            onChange={() => props.onToggle(false)}
            onShiftClick={() => props.onToggle(true)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          role="gridcell"
          className={cx(
            'overflow-hidden px-3 align-middle max-sm:max-w-full max-sm:p-0',
            column.isRight && 'text-right max-sm:text-left',
            column.hidden,
            column.stack,
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
