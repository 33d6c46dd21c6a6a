import { createContext, useContext, useEffect, useRef } from 'react';

/** One command of the keyboard: a key, or two in a row (`g h`). */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  /** Heading in the help sheet. */
  readonly group: string;
  readonly run: () => void;
}

/** The shortcuts that hold now: those of the shell, and those of what is on the page. */
export interface ShortcutRegistry {
  /** @returns takes them back */
  add(list: () => readonly Shortcut[]): () => void;
  list(): readonly Shortcut[];
  readonly handle: (event: KeyboardEvent) => void;
}

/** How long the first of two keys is remembered. */
const SEQUENCE_MS = 1200;

/** @param areSingleKeysOn - people may switch keys without Ctrl off (WCAG 2.1.4) */
export function createShortcutRegistry(areSingleKeysOn: () => boolean): ShortcutRegistry {
  const sources: (() => readonly Shortcut[])[] = [];
  let first: { readonly key: string; readonly atMs: number } | null = null;
  // What came last stands nearest to what is on the page.
  const list = (): readonly Shortcut[] => sources.toReversed().flatMap((source) => source());
  return {
    add(source) {
      sources.push(source);
      return () => {
        sources.splice(sources.indexOf(source), 1);
      };
    },
    list,
    handle(event) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !areSingleKeysOn()) return;
      if (isTyping(event.target) || isInOverlay(event.target)) return;
      const sequence =
        first !== null && event.timeStamp - first.atMs < SEQUENCE_MS ? `${first.key} ${event.key}` : null;
      const known = list();
      const found = known.find(({ keys }) => keys === sequence) ?? known.find(({ keys }) => keys === event.key);
      first = null;
      if (found) {
        event.preventDefault();
        found.run();
      } else if (known.some(({ keys }) => keys.startsWith(`${event.key} `))) {
        first = { key: event.key, atMs: event.timeStamp };
      }
    },
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (target === null || !(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/** Dialogs and menus have keys of their own. */
function isInOverlay(target: EventTarget | null): boolean {
  return (
    target !== null &&
    target instanceof HTMLElement &&
    target.closest('[role="dialog"],[role="menu"],[role="listbox"]') !== null
  );
}

export const ShortcutContext = createContext<ShortcutRegistry | null>(null);

/** Adds shortcuts while the component is on the page. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const registry = useContext(ShortcutContext);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => registry?.add(() => latest.current), [registry]);
}
