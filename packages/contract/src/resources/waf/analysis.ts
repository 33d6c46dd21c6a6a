import { z } from 'zod';
import { defineRoutes, withScope } from '../../route.ts';
import { queryInteger } from '../../shapes/common.ts';
import { WafFrameworks, WafStandings, WafTrend } from '../../shapes/waf-posture.ts';
import { WafSandboxAnswer, WafSandboxProblem, WafSandboxStatus, WafSnippet } from '../../shapes/waf-sandbox.ts';
import { ExpiryDate } from '../../shapes/waf-values.ts';

const MEBIBYTE = 1024 * 1024;

const choice = {
  project: z.string().optional().describe('exact; left out: all'),
  branch: z.string().optional().describe('exact; left out: all'),
  at: ExpiryDate.optional().describe('as of the end of that day; today when left out'),
};

/** What is worked out from runs, and the check of code that is not stored. */
export const wafAnalysisRoutes = defineRoutes({
  getWafPosture: {
    id: 'getWafPosture',
    method: 'GET',
    path: '/waf/posture',
    tag: 'waf',
    summary: 'How the newest run of each project and branch stands, waivers applied',
    access: withScope('read'),
    query: z.object({ ...choice, limit: queryInteger(1, 200).default(50) }),
    answers: { 200: { description: 'the standings, by project and branch', json: WafStandings } },
    errors: {},
  },
  getWafTrends: {
    id: 'getWafTrends',
    method: 'GET',
    path: '/waf/trends',
    tag: 'waf',
    summary: 'Scores day by day, one line per project and branch',
    access: withScope('read'),
    query: z.object({
      project: choice.project,
      branch: choice.branch,
      stage: z.string().optional(),
      since: z.string().optional().describe('RFC 3339'),
      until: z.string().optional().describe('RFC 3339'),
      bucket: z.enum(['day']).default('day'),
      days: queryInteger(1, 366).default(90),
    }),
    answers: { 200: { description: 'the lines', json: z.array(WafTrend) } },
    errors: {},
  },
  listWafFrameworks: {
    id: 'listWafFrameworks',
    method: 'GET',
    path: '/waf/frameworks',
    tag: 'waf',
    summary: 'Readiness for regulations by the newest run that passes the filter',
    access: withScope('read'),
    query: z.object(choice),
    answers: { 200: { description: 'the frameworks, by name', json: WafFrameworks } },
    errors: {},
  },
  checkWafSnippet: {
    id: 'checkWafSnippet',
    method: 'POST',
    path: '/waf/sandbox',
    alsoAt: '/sandbox',
    tag: 'waf',
    summary: 'Check a piece of infrastructure code; nothing of it is stored',
    access: withScope('read'),
    body: WafSnippet,
    // A text of 1 MiB, with its characters escaped.
    bodyBytes: 4 * MEBIBYTE,
    invalid: WafSandboxProblem,
    answers: { 200: { description: 'what the controls say', json: WafSandboxAnswer } },
    errors: {
      400: 'a kind of code that is not known',
      503: 'the sandbox is off, has no controls, or all of its workers are busy',
    },
  },
  getWafSandboxStatus: {
    id: 'getWafSandboxStatus',
    method: 'GET',
    path: '/waf/sandbox/status',
    alsoAt: '/sandbox/status',
    tag: 'waf',
    summary: 'Which controls the sandbox has',
    access: withScope('read'),
    answers: { 200: { description: 'the state', json: WafSandboxStatus } },
    errors: {},
  },
});
