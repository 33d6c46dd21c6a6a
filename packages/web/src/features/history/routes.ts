import { createRoute, lazyRouteComponent, stripSearchParams } from '@tanstack/react-router';
import { History } from 'lucide-react';
import type { NavigationEntry } from '../../routing/feature.ts';
import { rootRoute } from '../../routing/root-route.ts';
import { historySearch } from './search.ts';

export const historyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/history',
  validateSearch: historySearch.validate,
  search: { middlewares: [stripSearchParams(historySearch.defaults)] },
  staticData: { crumb: 'History' },
  component: lazyRouteComponent(() => import('./history-page.tsx'), 'HistoryPage'),
});

export const historyNavigation: NavigationEntry = {
  label: 'History',
  to: '/history',
  icon: History,
  section: 'Scan',
  key: 'h',
};
