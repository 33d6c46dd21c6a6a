import { z } from 'zod';
import { defineRoutes, withScope } from '../../route.ts';
import { queryInteger } from '../../shapes/common.ts';
import {
  SetWafRisk,
  SetWafWaiver,
  WafRisk,
  WafRiskChange,
  WafWaiver,
  WafWaiverChange,
} from '../../shapes/waf-decision.ts';

const waiverParams = z.object({ waiver_id: z.string() });
const riskParams = z.object({ risk_id: z.string() });
const ofProject = z.object({
  project: z.string().optional().describe('with a name: of it and for all projects; empty: for all projects only'),
});
const which = z.object({ project: z.string().default('').describe('empty: the one for all projects') });
const history = z.object({
  project: z.string().optional(),
  before: queryInteger(1, Number.MAX_SAFE_INTEGER).optional().describe('`seq` of the last change of the page before'),
  limit: queryInteger(1, 200).default(50),
});
const BOUND = { 403: 'the key may not write to the project' } as const;

/** Waivers and risk acceptances. */
export const wafDecisionRoutes = defineRoutes({
  listWafWaivers: {
    id: 'listWafWaivers',
    method: 'GET',
    path: '/waf/waivers',
    alsoAt: '/waivers',
    tag: 'waf',
    summary: 'Waivers by id',
    access: withScope('read'),
    query: ofProject,
    answers: { 200: { description: 'the waivers', json: z.array(WafWaiver) } },
    errors: {},
  },
  setWafWaiver: {
    id: 'setWafWaiver',
    method: 'PUT',
    path: '/waf/waivers/{waiver_id}',
    alsoAt: '/waivers/{waiver_id}',
    tag: 'waf',
    summary: 'Create or replace the waiver of a control, for one project or for all',
    access: withScope('write'),
    params: waiverParams,
    body: SetWafWaiver,
    answers: { 200: { description: 'the waiver', json: WafWaiver } },
    errors: { ...BOUND },
  },
  deleteWafWaiver: {
    id: 'deleteWafWaiver',
    method: 'DELETE',
    path: '/waf/waivers/{waiver_id}',
    alsoAt: '/waivers/{waiver_id}',
    tag: 'waf',
    summary: 'Remove a waiver',
    access: withScope('write'),
    params: waiverParams,
    query: which,
    answers: { 204: { description: 'removed', empty: true } },
    errors: { ...BOUND, 404: 'no such waiver' },
  },
  listWafWaiverHistory: {
    id: 'listWafWaiverHistory',
    method: 'GET',
    path: '/waf/waivers/{waiver_id}/history',
    alsoAt: '/waivers/{waiver_id}/history',
    tag: 'waf',
    summary: 'Changes of a waiver, newest first; they stay when it is removed',
    access: withScope('read'),
    params: waiverParams,
    query: history,
    answers: { 200: { description: 'the changes', json: z.array(WafWaiverChange) } },
    errors: {},
  },
  listWafRisks: {
    id: 'listWafRisks',
    method: 'GET',
    path: '/waf/risks',
    alsoAt: '/risks',
    tag: 'waf',
    summary: 'Risk acceptances by id',
    access: withScope('read'),
    query: ofProject,
    answers: { 200: { description: 'the risk acceptances', json: z.array(WafRisk) } },
    errors: {},
  },
  setWafRisk: {
    id: 'setWafRisk',
    method: 'PUT',
    path: '/waf/risks/{risk_id}',
    alsoAt: '/risks/{risk_id}',
    tag: 'waf',
    summary: 'Create or replace a risk acceptance; no status changes by it',
    access: withScope('write'),
    params: riskParams,
    body: SetWafRisk,
    answers: { 200: { description: 'the risk acceptance', json: WafRisk } },
    errors: { ...BOUND },
  },
  deleteWafRisk: {
    id: 'deleteWafRisk',
    method: 'DELETE',
    path: '/waf/risks/{risk_id}',
    alsoAt: '/risks/{risk_id}',
    tag: 'waf',
    summary: 'Remove a risk acceptance',
    access: withScope('write'),
    params: riskParams,
    query: which,
    answers: { 204: { description: 'removed', empty: true } },
    errors: { ...BOUND, 404: 'no such risk acceptance' },
  },
  listWafRiskHistory: {
    id: 'listWafRiskHistory',
    method: 'GET',
    path: '/waf/risks/{risk_id}/history',
    alsoAt: '/risks/{risk_id}/history',
    tag: 'waf',
    summary: 'Changes of a risk acceptance, newest first; they stay when it is removed',
    access: withScope('read'),
    params: riskParams,
    query: history,
    answers: { 200: { description: 'the changes', json: z.array(WafRiskChange) } },
    errors: {},
  },
});
