import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import type { Api } from '../data/api.ts';
import type { KeyStore } from '../data/key-store.ts';

/** What routes may use before their page is there. */
export interface RouteContext {
  readonly api: Api;
  readonly queries: QueryClient;
  readonly keys: KeyStore;
}

/** Parent of every route; the app gives it its look. */
export const rootRoute = createRootRouteWithContext<RouteContext>()();

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Last part of the breadcrumb. */
    readonly crumb?: string;
    /** The page above it in the breadcrumb. */
    readonly parent?: { readonly label: string; readonly to: string };
    /** Stands alone, without navigation. */
    readonly isBare?: boolean;
  }
}
