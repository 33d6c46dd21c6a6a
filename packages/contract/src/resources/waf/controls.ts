import { z } from 'zod';
import { defineRoutes, withScope } from '../../route.ts';
import { queryInteger } from '../../shapes/common.ts';
import { NewWafControl, WafControlAnswer, WafControlList } from '../../shapes/waf-control.ts';

const params = z.object({ control_id: z.string() });
const MISSING = { 404: 'no such control' } as const;

/** Controls that a team has written. */
export const wafControlRoutes = defineRoutes({
  setWafControl: {
    id: 'setWafControl',
    method: 'POST',
    path: '/waf/controls',
    alsoAt: '/controls',
    tag: 'waf',
    summary: 'Create or replace a control',
    access: withScope('write'),
    body: NewWafControl,
    answers: { 200: { description: 'the control', json: WafControlAnswer } },
    errors: {},
  },
  listWafControls: {
    id: 'listWafControls',
    method: 'GET',
    path: '/waf/controls',
    alsoAt: '/controls',
    tag: 'waf',
    summary: 'Controls, newest first',
    access: withScope('read'),
    query: z.object({
      pillar: z.string().optional().describe('in any case; empty: no filter'),
      severity: z.string().optional().describe('in any case; empty: no filter'),
      page: queryInteger(1, 100_000).default(1),
      per_page: queryInteger(1, 200).default(50),
    }),
    answers: { 200: { description: 'a page of controls', json: WafControlList } },
    errors: {},
  },
  getWafControl: {
    id: 'getWafControl',
    method: 'GET',
    path: '/waf/controls/{control_id}',
    alsoAt: '/controls/{control_id}',
    tag: 'waf',
    summary: 'One control',
    access: withScope('read'),
    params,
    answers: { 200: { description: 'the control', json: WafControlAnswer } },
    errors: MISSING,
  },
  deleteWafControl: {
    id: 'deleteWafControl',
    method: 'DELETE',
    path: '/waf/controls/{control_id}',
    alsoAt: '/controls/{control_id}',
    tag: 'waf',
    summary: 'Remove a control',
    access: withScope('write'),
    params,
    answers: { 204: { description: 'removed', empty: true } },
    errors: MISSING,
  },
});
