import { wafAnalysisRoutes } from './analysis.ts';
import { wafControlRoutes } from './controls.ts';
import { wafDecisionRoutes } from './decisions.ts';
import { wafRunRoutes } from './runs.ts';

/** WAF++: below `/api/v1/waf`, and most of them at the root too, where pipelines post to them. */
export const wafRoutes = { ...wafRunRoutes, ...wafControlRoutes, ...wafDecisionRoutes, ...wafAnalysisRoutes };
