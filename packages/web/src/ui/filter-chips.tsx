import { Badge, type Tone } from './badge.tsx';
import { cx } from './class-names.ts';
import { toCount } from './time.ts';

export interface Chip<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly tone?: Tone;
  /** How many there are; left out while nobody knows. */
  readonly count?: number | undefined;
}

/** Values of one filter, any number of them at once; none means all. */
export function FilterChips<Value extends string>({
  label,
  chips,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly chips: readonly Chip<Value>[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}) {
  return (
    <fieldset className="m-0 flex min-w-0 flex-wrap items-center gap-1 border-0 p-0">
      <legend className="sr-only">{label}</legend>
      {chips.map(({ value, label: word, tone = 'neutral', count }) => {
        const isChosen = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isChosen}
            className={cx(
              'inline-flex h-7 items-center gap-1 rounded-md border pr-1.5 pl-0.5 text-xs transition-colors duration-150',
              isChosen ? 'border-accent bg-accent-soft' : 'border-border hover:bg-surface-2',
            )}
            onClick={() => onChange(isChosen ? chosen.filter((other) => other !== value) : [...chosen, value])}
          >
            <Badge tone={tone}>{word}</Badge>
            {count === undefined ? null : <span className="text-muted tabular-nums">{toCount(count)}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
