import { ChevronDown } from 'lucide-react';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** One value out of a list. The browser's own control: it works on phones and with every input device. */
export function Select({
  label,
  value,
  options,
  isDisabled = false,
  onChange,
}: {
  /** Read out; not shown. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly isDisabled?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <span className="relative inline-flex max-w-full">
      <select
        aria-label={label}
        value={value}
        disabled={isDisabled}
        onChange={({ target }) => onChange(target.value)}
        className="h-8 max-w-full appearance-none truncate rounded-md border border-control bg-surface pr-7 pl-2.5 text-sm text-text hover:bg-surface-2 disabled:opacity-50"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        strokeWidth={1.5}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
