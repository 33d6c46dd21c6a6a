import { z } from 'zod';
import { defineRoutes, withScope } from '../../route.ts';
import { QueryBoolean, queryInteger } from '../../shapes/common.ts';
import {
  NewWafRun,
  WafComparison,
  WafFinding,
  WafRunControl,
  WafRunDetail,
  WafRunSummary,
} from '../../shapes/waf-run.ts';
import { ExpiryDate, RunId } from '../../shapes/waf-values.ts';

const MEBIBYTE = 1024 * 1024;
const params = z.object({ run_id: RunId });
const MISSING = { 404: 'no such run' } as const;

/** How a run is read: with the waivers of a day, or as it was posted. */
const reading = {
  raw: QueryBoolean.default(false).describe('statuses as they were posted, without waivers of the server'),
  at: ExpiryDate.optional().describe('the day whose waivers count; today when left out'),
};

/** Results of checks of infrastructure code. */
export const wafRunRoutes = defineRoutes({
  createWafRun: {
    id: 'createWafRun',
    method: 'POST',
    path: '/waf/runs',
    alsoAt: '/runs',
    tag: 'waf',
    summary: 'Store a result document (wafpass-result.json)',
    access: withScope('write'),
    body: NewWafRun,
    bodyBytes: 32 * MEBIBYTE,
    answers: { 201: { description: 'the run', json: WafRunSummary } },
    errors: { 403: 'the key may not write to the project' },
  },
  listWafRuns: {
    id: 'listWafRuns',
    method: 'GET',
    path: '/waf/runs',
    alsoAt: '/runs',
    tag: 'waf',
    summary: 'Runs, newest first',
    access: withScope('read'),
    query: z.object({
      limit: queryInteger(1, 200).default(50),
      offset: queryInteger(0, 100_000).default(0),
      project: z.string().optional().describe('exact; empty: no filter'),
      branch: z.string().optional().describe('exact; empty: no filter'),
      stage: z.string().optional().describe('exact; empty: no filter'),
      since: z.string().optional().describe('created at or after; RFC 3339'),
      until: z.string().optional().describe('created at or before; RFC 3339'),
      cursor: z.string().optional().describe('of the answer before, to go on behind it'),
    }),
    answers: {
      200: {
        description: 'the runs',
        json: z.array(WafRunSummary),
        headers: ['X-Total-Count', 'X-Next-Cursor', 'Link', 'ETag'],
      },
    },
    errors: {},
  },
  getWafRun: {
    id: 'getWafRun',
    method: 'GET',
    path: '/waf/runs/{run_id}',
    alsoAt: '/runs/{run_id}',
    tag: 'waf',
    summary: 'A run with all of its findings',
    access: withScope('read'),
    params,
    query: z.object(reading),
    answers: { 200: { description: 'the run', json: WafRunDetail, headers: ['ETag', 'Cache-Control'] } },
    errors: MISSING,
  },
  listWafRunControls: {
    id: 'listWafRunControls',
    method: 'GET',
    path: '/waf/runs/{run_id}/controls',
    alsoAt: '/runs/{run_id}/controls',
    tag: 'waf',
    summary: 'The controls that a run came with',
    access: withScope('read'),
    params,
    answers: {
      200: { description: 'the controls', json: z.array(WafRunControl), headers: ['ETag', 'Cache-Control'] },
    },
    errors: MISSING,
  },
  listWafRunFindings: {
    id: 'listWafRunFindings',
    method: 'GET',
    path: '/waf/runs/{run_id}/findings',
    alsoAt: '/runs/{run_id}/findings',
    tag: 'waf',
    summary: 'Findings of a run, in their order; all of them unless a limit is given',
    access: withScope('read'),
    params,
    query: z.object({
      severity: z.string().optional().describe('in any case; empty: no filter'),
      pillar: z.string().optional().describe('in any case; empty: no filter'),
      status: z.string().optional().describe('in any case; empty: no filter'),
      control_id: z.string().optional(),
      check_id: z.string().optional(),
      resource: z.string().optional(),
      limit: queryInteger(1, 1000).optional(),
      cursor: queryInteger(0, 2_147_483_647).optional().describe('of the answer before, to go on behind it'),
      ...reading,
    }),
    answers: {
      200: {
        description: 'the findings',
        json: z.array(WafFinding),
        headers: ['X-Next-Cursor', 'Link', 'ETag', 'Cache-Control'],
      },
    },
    errors: MISSING,
  },
  compareWafRuns: {
    id: 'compareWafRuns',
    method: 'GET',
    path: '/waf/runs/{run_id}/compare/{other_id}',
    alsoAt: '/runs/{run_id}/compare/{other_id}',
    tag: 'waf',
    summary: 'How the failures of a later run differ from those of an earlier one',
    access: withScope('read'),
    params: z.object({ run_id: RunId, other_id: RunId }),
    query: z.object(reading),
    answers: { 200: { description: 'the differences', json: WafComparison, headers: ['ETag', 'Cache-Control'] } },
    errors: MISSING,
  },
});
