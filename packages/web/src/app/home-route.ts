import { createRoute, redirect } from '@tanstack/react-router';
import { rootRoute } from '../routing/root-route.ts';

/** Where the address without a path leads. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/history', replace: true });
  },
});
