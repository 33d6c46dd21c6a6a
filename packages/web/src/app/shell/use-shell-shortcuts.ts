import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useShortcuts } from '../../ui/shortcuts/shortcuts.ts';
import { navigation } from '../features.ts';

/** Keys that hold on every page. */
export function useShellShortcuts(actions: { readonly openHelp: () => void; togglePalette(): void }): void {
  const navigate = useNavigate();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      latest.current.togglePalette();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  useShortcuts([
    { keys: '?', label: 'Show the keyboard map', group: 'Everywhere', run: () => actions.openHelp() },
    { keys: '/', label: 'Go to the filter of the page', group: 'Everywhere', run: focusFilter },
    ...navigation.map(({ key, label, to }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      group: 'Pages',
      run: () => void navigate({ to }),
    })),
  ]);
}

function focusFilter(): void {
  const filter = document.querySelector<HTMLInputElement>('[data-page-filter]');
  filter?.focus();
  filter?.select();
}
