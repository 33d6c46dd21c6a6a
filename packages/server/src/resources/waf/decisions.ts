import type { wafDecisionRoutes } from '@securescan/contract';
import type { WafActor, WafDecisionChange } from '@securescan/store';
import { recordAudit } from '../../audit/record.ts';
import { requireProject, visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RequestContext, RoutesOf } from '../../http/handler.ts';
import { InputProblem, notFound } from '../../problem/http-problem.ts';
import { presentRisk, presentWaiver, toRiskFields, toWaiverFields } from './present.ts';

/** Waivers and risk acceptances; every change of them stays in their history. */
export function createDecisionHandlers(deps: ServerDeps): Handlers<RoutesOf<typeof wafDecisionRoutes>> {
  const { store, clock } = deps;
  const { waivers, risks } = store.waf;
  const now = (): string => clock.now().toISOString();
  const today = (): string => now().slice(0, 10);

  return {
    async listWafWaivers({ query }, { principal }) {
      const list = await waivers.list({ projects: visibleProjects(principal), ...toProject(query) });
      return { json: list.map((waiver) => presentWaiver(waiver, today())) };
    },

    async setWafWaiver({ params, body }, request) {
      const { principal } = request;
      requireProject(principal, body.project);
      const id = readId('waiver_id', params.waiver_id);
      const { stored } = await store.transaction(async (repositories) => {
        const known = await repositories.waf.waivers.find(id, body.project);
        const owner = body.owner.trim() === '' && known === undefined ? (principal.name ?? '') : body.owner;
        if (known === undefined) requireFilled({ reason: body.reason, owner });
        const set = await repositories.waf.waivers.set({ ...body, id, owner }, toActor(request), now());
        const target = { type: 'waf-waiver', id };
        const details = { change: set.change, expires: body.expires };
        await recordAudit(
          repositories,
          request,
          { action: 'waf.waiver.set', target, project: body.project, details },
          deps,
        );
        return set;
      });
      return { json: presentWaiver(stored, today()) };
    },

    async deleteWafWaiver({ params, query: { project } }, request) {
      requireProject(request.principal, project);
      await store.transaction(async (repositories) => {
        const removed = await repositories.waf.waivers.remove(params.waiver_id, project, toActor(request), now());
        if (removed === undefined) throw notFound('Waiver not found');
        const target = { type: 'waf-waiver', id: removed.id };
        await recordAudit(repositories, request, { action: 'waf.waiver.delete', target, project }, deps);
      });
      return { empty: true };
    },

    async listWafWaiverHistory({ params, query }, { principal }) {
      const changes = await waivers.history({
        projects: visibleProjects(principal),
        id: params.waiver_id,
        limit: query.limit,
        ...toProject(query),
        ...toBefore(query),
      });
      return { json: changes.map((change) => presentChange(change, toWaiverFields)) };
    },

    async listWafRisks({ query }, { principal }) {
      const list = await risks.list({ projects: visibleProjects(principal), ...toProject(query) });
      return { json: list.map((risk) => presentRisk(risk, today())) };
    },

    async setWafRisk({ params, body }, request) {
      requireProject(request.principal, body.project);
      const id = readId('risk_id', params.risk_id);
      const { stored } = await store.transaction(async (repositories) => {
        const known = await repositories.waf.risks.find(id, body.project);
        if (known === undefined) requireFilled({ approver: body.approver });
        const { jira_link, other_link, risk_level, residual_risk, accepted_at, ...same } = body;
        const risk = {
          ...same,
          id,
          jiraLink: jira_link,
          otherLink: other_link,
          riskLevel: risk_level,
          residualRisk: residual_risk,
          acceptedAt: accepted_at,
        };
        const set = await repositories.waf.risks.set(risk, toActor(request), now());
        const target = { type: 'waf-risk', id };
        const details = { change: set.change, risk_level, residual_risk };
        await recordAudit(
          repositories,
          request,
          { action: 'waf.risk.set', target, project: body.project, details },
          deps,
        );
        return set;
      });
      return { json: presentRisk(stored, today()) };
    },

    async deleteWafRisk({ params, query: { project } }, request) {
      requireProject(request.principal, project);
      await store.transaction(async (repositories) => {
        const removed = await repositories.waf.risks.remove(params.risk_id, project, toActor(request), now());
        if (removed === undefined) throw notFound('Risk acceptance not found');
        const target = { type: 'waf-risk', id: removed.id };
        await recordAudit(repositories, request, { action: 'waf.risk.delete', target, project }, deps);
      });
      return { empty: true };
    },

    async listWafRiskHistory({ params, query }, { principal }) {
      const changes = await risks.history({
        projects: visibleProjects(principal),
        id: params.risk_id,
        limit: query.limit,
        ...toProject(query),
        ...toBefore(query),
      });
      return { json: changes.map((change) => presentChange(change, toRiskFields)) };
    },
  };
}

function toActor({ principal }: RequestContext): WafActor {
  return { principal: principal.id, name: principal.name };
}

function toProject({ project }: { readonly project?: string | undefined }): { readonly project?: string } {
  return project === undefined ? {} : { project };
}

function toBefore({ before }: { readonly before?: number | undefined }): { readonly before?: number } {
  return before === undefined ? {} : { before };
}

/** @throws InputProblem */
function readId(name: string, id: string): string {
  // A path with a slash, encoded or not, is none of ours.
  if (id.includes('/')) throw notFound('Not Found');
  if (id.length <= 200) return id;
  throw new InputProblem([
    {
      type: 'string_too_long',
      loc: ['path', name],
      msg: 'String should have at most 200 characters',
      input: id.slice(0, 1000),
      ctx: { max_length: 200 },
    },
  ]);
}

/** @throws InputProblem about every member that is blank */
function requireFilled(members: Readonly<Record<string, string>>): void {
  const blank = Object.entries(members).filter(([, text]) => text.trim() === '');
  if (blank.length === 0) return;
  throw new InputProblem(
    blank.map(([name, input]) => ({
      type: 'value_error',
      loc: ['body', name],
      msg: `Value error, ${name} must not be empty`,
      input,
      ctx: { error: {} },
    })),
  );
}

function presentChange<Decision, Fields>(
  { seq, action, id, project, before, after, at, name }: WafDecisionChange<Decision>,
  toFields: (decision: Decision) => Fields,
) {
  return {
    seq,
    action,
    id,
    project,
    before: before === null ? null : toFields(before),
    after: after === null ? null : toFields(after),
    at,
    by: name,
  };
}
