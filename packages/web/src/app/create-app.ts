import type { QueryClient } from '@tanstack/react-query';
import { type Api, createApi } from '../data/api.ts';
import { createKeyStore, type KeyStore } from '../data/key-store.ts';
import { createQueryClient } from '../data/query-client.ts';
import { createShortcutRegistry, type ShortcutRegistry } from '../ui/shortcuts/shortcuts.ts';
import { singleKeys } from './preferences.ts';
import { createAppRouter, type AppRouter } from './router.ts';
import { createThemeStore, type ThemeStore } from './theme.ts';

/** Everything that lives as long as the page. */
export interface AppParts {
  readonly api: Api;
  readonly keys: KeyStore;
  readonly queries: QueryClient;
  readonly router: AppRouter;
  readonly theme: ThemeStore;
  readonly shortcuts: ShortcutRegistry;
}

export function createApp(): AppParts {
  const keys = createKeyStore(sessionStorage, localStorage);
  const api = createApi(keys);
  const queries = createQueryClient(() => {
    const { pathname, searchStr } = router.state.location;
    if (pathname !== '/sign-in')
      void router.navigate({ to: '/sign-in', search: { next: `${pathname}${searchStr}` }, replace: true });
  });
  const router = createAppRouter({ api, queries, keys });
  // Another key sees other things, and nothing of what was asked before is shown to it.
  keys.onChange(() => queries.clear());
  const shortcuts = createShortcutRegistry(singleKeys.areOn);
  addEventListener('keydown', shortcuts.handle);
  return { api, keys, queries, router, theme: createThemeStore(localStorage), shortcuts };
}
