import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../routing/root-route.ts';
import { signInSearch } from './search.ts';

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch.validate,
  staticData: { isBare: true },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});
