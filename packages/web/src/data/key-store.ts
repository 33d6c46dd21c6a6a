const NAME = 'securescan.key';

/** The API key of this browser: kept for the tab, or, when somebody asked for it, for the browser. */
export interface KeyStore {
  read(): string | null;
  /** Whether it outlives the tab. */
  isRemembered(): boolean;
  keep(key: string, remember: boolean): void;
  forget(): void;
  /** Also told when another tab signs in or out. @returns ends it */
  onChange(listener: () => void): () => void;
}

/** @param tab - ends with the tab; @param browser - stays */
export function createKeyStore(tab: Storage, browser: Storage): KeyStore {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    read: () => tab.getItem(NAME) ?? browser.getItem(NAME),
    isRemembered: () => browser.getItem(NAME) !== null,
    keep(key, remember) {
      tab.removeItem(NAME);
      browser.removeItem(NAME);
      (remember ? browser : tab).setItem(NAME, key);
      tell();
    },
    forget() {
      tab.removeItem(NAME);
      browser.removeItem(NAME);
      tell();
    },
    onChange(listener) {
      const onStorage = (event: StorageEvent): void => {
        if (event.key === NAME) listener();
      };
      listeners.add(listener);
      globalThis.addEventListener('storage', onStorage);
      return () => {
        listeners.delete(listener);
        globalThis.removeEventListener('storage', onStorage);
      };
    },
  };
}
