import { Dialog } from '@base-ui/react/dialog';
import { CornerDownLeft, Search } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { cx } from '../../ui/class-names.ts';
import { usePaletteEntries, type PaletteEntry } from './use-palette-entries.tsx';

/** Goes anywhere by name: pages, scans by target, findings of the scan in view, actions. */
export function Palette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="animate-appear fixed top-[10vh] left-1/2 z-40 flex max-h-[70vh] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-border-strong bg-surface shadow-overlay">
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          {isOpen ? <Content onClose={onClose} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ onClose }: { readonly onClose: () => void }) {
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { entries, isSearching, problem } = usePaletteEntries(text);
  const index = Math.min(active, Math.max(0, entries.length - 1));
  const choose = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (index + 1) % Math.max(1, entries.length),
      ArrowUp: (index - 1 + entries.length) % Math.max(1, entries.length),
      Home: 0,
      End: entries.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      document.querySelector(`#${CSS.escape(`${listId}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(entries[index]);
    }
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-border px-4">
        <Search size={16} strokeWidth={1.5} aria-hidden className="shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={entries.length === 0 ? undefined : `${listId}-${index}`}
          aria-label="Search pages, scans, findings and actions"
          placeholder="Search pages, scans, findings…"
          autoFocus
          maxLength={200}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 grow bg-transparent text-base text-text outline-none"
        />
      </div>
      <div role="status" className="sr-only">
        {isSearching ? 'Searching' : `${entries.length} results`}
      </div>
      <ul id={listId} role="listbox" aria-label="Results" className="overflow-y-auto py-1">
        {entries.map((entry, position) => (
          <Option
            key={entry.id}
            id={`${listId}-${position}`}
            entry={entry}
            heading={entries[position - 1]?.group === entry.group ? null : entry.group}
            isActive={position === index}
            onPoint={() => setActive(position)}
            onChoose={() => choose(entry)}
          />
        ))}
      </ul>
      {problem !== null ? (
        <p className="px-4 py-3 text-sm text-muted">Scans could not be searched: {problem}</p>
      ) : entries.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-muted">
          {isSearching ? 'Searching…' : 'Nothing by that name.'}
        </p>
      ) : null}
      <p className="border-t border-border px-4 py-2 text-xs text-muted">
        Begin with <span className="font-mono">&gt;</span> for actions, <span className="font-mono">#</span> for
        findings of the scan in view
      </p>
    </>
  );
}

function Option({
  id,
  entry,
  heading,
  isActive,
  onPoint,
  onChoose,
}: {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly heading: string | null;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}) {
  return (
    <>
      {heading === null ? null : (
        <li role="presentation" className="px-4 pt-2 pb-1 text-2xs font-medium text-muted">
          {heading}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={isActive}
        className={cx('flex cursor-pointer items-center gap-2.5 px-4 py-2 text-sm', isActive && 'bg-accent-soft')}
        onMouseMove={onPoint}
        onClick={onChoose}
      >
        <span aria-hidden className="text-muted">
          {entry.icon}
        </span>
        <span className="foreign min-w-0 grow truncate">{entry.label}</span>
        {entry.hint === undefined ? null : <span className="shrink-0 text-xs text-muted">{entry.hint}</span>}
        {isActive ? <CornerDownLeft size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-muted" /> : null}
      </li>
    </>
  );
}
