import { createRoute, lazyRouteComponent, stripSearchParams } from '@tanstack/react-router';
import { scanQuery } from '../../product/scan.ts';
import { rootRoute } from '../../routing/root-route.ts';
import { scanSearch } from './search.ts';

export const scanRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scan/$id',
  validateSearch: scanSearch.validate,
  search: { middlewares: [stripSearchParams(scanSearch.defaults)] },
  staticData: { crumb: 'Scan', parent: { label: 'History', to: '/history' } },
  // Asked for while the code of the page is on its way; the page itself tells what goes wrong.
  loader: ({ context, params }) => void context.queries.prefetchQuery(scanQuery(context.api, params.id)),
  component: lazyRouteComponent(() => import('./scan-page.tsx'), 'ScanPage'),
});
