import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { iconButtonClasses } from './icon-button.tsx';

const DELAY_MS = 200;

/** Text filter of a list: tells what was typed when the typing pauses. `/` comes here. */
export function SearchBox({
  label,
  placeholder,
  value,
  onSearch,
}: {
  readonly label: string;
  readonly placeholder: string;
  /** What holds now; also changed from outside, by Back. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (text: string, delayMs: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setKnown(text);
      onSearch(text);
    }, delayMs);
  };
  return (
    <div role="search" className="relative min-w-40 grow basis-56 sm:max-w-80">
      <Search
        size={14}
        strokeWidth={1.5}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        type="text"
        data-page-filter
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          search(target.value, DELAY_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(typed, 0);
          if (event.key === 'Escape' && typed !== '') {
            setTyped('');
            search('', 0);
          }
        }}
        className="h-8 w-full rounded-md border border-control bg-surface pr-8 pl-8 text-sm text-text"
      />
      {typed === '' ? null : (
        <button
          type="button"
          aria-label="Clear search"
          className={`${iconButtonClasses('sm')} absolute top-1 right-1`}
          onClick={() => {
            setTyped('');
            search('', 0);
          }}
        >
          <X size={14} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </div>
  );
}
