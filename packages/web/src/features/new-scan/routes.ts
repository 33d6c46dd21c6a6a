import { createRoute, lazyRouteComponent, stripSearchParams } from '@tanstack/react-router';
import { ScanSearch } from 'lucide-react';
import type { NavigationEntry } from '../../routing/feature.ts';
import { rootRoute } from '../../routing/root-route.ts';
import { newScanSearch } from './search.ts';

export const newScanRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scan',
  validateSearch: newScanSearch.validate,
  search: { middlewares: [stripSearchParams(newScanSearch.defaults)] },
  staticData: { crumb: 'New scan' },
  component: lazyRouteComponent(() => import('./new-scan-page.tsx'), 'NewScanPage'),
});

export const newScanNavigation: NavigationEntry = {
  label: 'New scan',
  to: '/scan',
  icon: ScanSearch,
  section: 'Scan',
  key: 'n',
};
