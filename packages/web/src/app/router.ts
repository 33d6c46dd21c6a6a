import { createRouter } from '@tanstack/react-router';
import { readSearch, writeSearch } from '../data/search-params.ts';
import { rootRoute, type RouteContext } from '../routing/root-route.ts';
import { featureRoutes } from './features.ts';
import { ErrorPage } from './shell/error-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PendingPage } from './shell/pending-page.tsx';
import { Shell } from './shell/shell.tsx';

export function createAppRouter(context: RouteContext) {
  const root = rootRoute.update({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: ErrorPage });
  return createRouter({
    routeTree: root.addChildren(featureRoutes),
    context,
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 150,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: AppRouter;
  }
}
