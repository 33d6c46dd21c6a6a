import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The same name and colours as in theme-boot.js, which sets them before the first paint. */
const NAME = 'securescan.theme';
const COLOURS = { dark: '#0f1311', light: '#fafbfa' } as const;

/** Chosen theme of this browser. */
export interface ThemeStore {
  readonly read: () => Theme;
  choose(theme: Theme): void;
  readonly onChange: (listener: () => void) => () => void;
}

export function createThemeStore(storage: Storage): ThemeStore {
  const listeners = new Set<() => void>();
  const light = matchMedia('(prefers-color-scheme: light)');
  const read = (): Theme => THEMES.find((theme) => theme === storage.getItem(NAME)) ?? 'system';
  const apply = (): void => {
    const theme = read();
    const shown = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
    document.documentElement.dataset['theme'] = shown;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', COLOURS[shown]);
    for (const listener of listeners) listener();
  };
  light.addEventListener('change', apply);
  return {
    read,
    choose(theme) {
      storage.setItem(NAME, theme);
      apply();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useTheme(store: ThemeStore): Theme {
  return useSyncExternalStore(store.onChange, store.read);
}
