import { historyNavigation, historyRoute } from '../features/history/routes.ts';
import { newScanNavigation, newScanRoute } from '../features/new-scan/routes.ts';
import { scanRoute } from '../features/scan/routes.ts';
import { signInRoute } from '../features/sign-in/routes.ts';
import type { NavigationEntry } from '../routing/feature.ts';
import { homeRoute } from './home-route.ts';

/** Routes of all features. A new feature adds its line here, and nothing else outside its folder. */
export const featureRoutes = [homeRoute, historyRoute, newScanRoute, scanRoute, signInRoute] as const;

/** The navigation, in its order. */
export const navigation: readonly NavigationEntry[] = [newScanNavigation, historyNavigation];
