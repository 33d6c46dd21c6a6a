import type { NewWafControl, wafControlRoutes } from '@securescan/contract';
import type { JsonObject } from '@securescan/model';
import { validateControl } from '@securescan/waf';
import type { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { type InputIssue, InputProblem, notFound } from '../../problem/http-problem.ts';
import { presentControl } from './present.ts';

const SINGLE = { total: null, page: null, per_page: null } as const;

/** The controls of the team; they belong to no project. */
export function createControlHandlers(deps: ServerDeps): Handlers<RoutesOf<typeof wafControlRoutes>> {
  const { store, clock } = deps;
  return {
    async setWafControl({ body }, request) {
      const warnings = checkControl(body);
      const { id, pillar, severity, ...rest } = body;
      const definition = toDefinition(rest);
      const control = await store.transaction(async (repositories) => {
        const set = await repositories.waf.controls.set(
          { id, pillar, severity, definition },
          clock.now().toISOString(),
        );
        const target = { type: 'waf-control', id };
        const details = { is_new: set.isNew };
        await recordAudit(repositories, request, { action: 'waf.control.set', target, details }, deps);
        return set.control;
      });
      return {
        json: {
          data: presentControl(control),
          meta: SINGLE,
          ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
        },
      };
    },

    async listWafControls({ query }) {
      const { page, per_page } = query;
      const filter = {
        ...(query.pillar === undefined || query.pillar === '' ? {} : { pillar: query.pillar.toLowerCase() }),
        ...(query.severity === undefined || query.severity === '' ? {} : { severity: query.severity.toLowerCase() }),
      };
      const [total, controls] = await Promise.all([
        store.waf.controls.count(filter),
        store.waf.controls.list(filter, { offset: (page - 1) * per_page, limit: per_page }),
      ]);
      return { json: { data: controls.map(presentControl), meta: { total, page, per_page } } };
    },

    async getWafControl({ params }) {
      const control = await store.waf.controls.find(params.control_id);
      if (control === undefined) throw controlNotFound(params.control_id);
      return { json: { data: presentControl(control), meta: SINGLE } };
    },

    async deleteWafControl({ params }, request) {
      await store.transaction(async (repositories) => {
        const removed = await repositories.waf.controls.remove(params.control_id);
        if (removed === undefined) throw controlNotFound(params.control_id);
        const target = { type: 'waf-control', id: removed.id };
        await recordAudit(repositories, request, { action: 'waf.control.delete', target }, deps);
      });
      return { empty: true };
    },
  };
}

function controlNotFound(id: string): Error {
  return notFound(`Control '${id}' not found`);
}

/**
 * Holds a control against what the engine knows.
 * @returns what of it the engine passes over
 * @throws InputProblem for operators and blocks that it does not know
 */
function checkControl(body: z.output<typeof NewWafControl>): readonly string[] {
  const { errors, warnings } = validateControl(toFileForm(body));
  if (errors.length > 0) {
    throw new InputProblem(
      errors.map(({ path, message }): InputIssue => {
        return {
          type: 'value_error',
          loc: ['body', ...path],
          msg: `Value error, ${message}`,
          input: null,
          ctx: { error: {} },
        };
      }),
    );
  }
  return warnings.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
}

/** As a control file would say it: without the members that are null. */
function toFileForm(body: z.output<typeof NewWafControl>): unknown {
  const { source: _source, ...control } = body;
  return {
    title: control.description,
    ...withoutNulls(control),
    checks: control.checks.map(({ expected: _expected, ...check }) => withoutNulls(check)),
  };
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null && member !== undefined));
}

function toDefinition({
  regulatory_mapping: mapping,
  source,
  ...rest
}: Omit<z.output<typeof NewWafControl>, 'id' | 'pillar' | 'severity'>): JsonObject {
  const definition = { ...rest, regulatory_mapping: mapping ?? [], source: source ?? 'wafpass' };
  // It came out of `JSON.parse`; members that were left out are not written.
  return JSON.parse(JSON.stringify(definition)) as JsonObject;
}
