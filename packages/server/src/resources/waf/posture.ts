import type { Store, WafFinding, WafRunFilter, WafRunSummary } from '@securescan/store';
import { CONTROL_SEVERITIES, postureOf, scoredControlsOf } from '@securescan/waf';
import { visibleProjects } from '../../auth/projects.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { readEffectiveWaivers } from './effective-waivers.ts';
import { presentFinding, presentSummary } from './present.ts';
import { readAllFindings, toDay } from './read-findings.ts';

const TOP = 10;

/** The newest run of each project and branch, as of a day. */
export function createGetPosture({ store, clock }: ServerDeps): Handler<'getWafPosture'> {
  return async ({ query }, { principal }) => {
    const day = toDay(query.at, clock.now().toISOString().slice(0, 10));
    const runs = await store.waf.runs.latest(toRunFilter(query, principal));
    const standings = [];
    for (const run of runs.slice(0, query.limit)) standings.push(await readStanding(store, run, day));
    return { json: { at: day, standings } };
  };
}

/** Runs of a project and branch up to the end of a day. */
export function toRunFilter(
  {
    project,
    branch,
    at,
  }: {
    readonly project?: string | undefined;
    readonly branch?: string | undefined;
    readonly at?: string | undefined;
  },
  principal: Principal,
): WafRunFilter {
  return {
    projects: visibleProjects(principal),
    ...(project === undefined ? {} : { project }),
    ...(branch === undefined ? {} : { branch }),
    ...(at === undefined || at === '' ? {} : { until: `${at}T23:59:59.999999Z` }),
  };
}

async function readStanding(store: Store, run: WafRunSummary, day: string) {
  const waivers = await readEffectiveWaivers(store, run.project, day);
  const findings = await readAllFindings(store, run.id, { filter: {}, waivers, raw: false });
  const controls = await readControls(store, run.id);
  const ids = new Map<string, string>();
  for (const { id } of controls) ids.set(id.toUpperCase(), id);
  for (const { control_id: id } of findings) ids.set(id.toUpperCase(), ids.get(id.toUpperCase()) ?? id);
  const scored = scoredControlsOf({
    controls_meta: controls,
    findings: [...findings, ...waiveControls(ids, findings, controls, waivers.wholeControls)],
  });
  const failing = findings.filter(({ status }) => status === 'FAIL');
  const severities = Object.fromEntries(
    [...Map.groupBy(failing, ({ severity }) => severity)].map(([severity, list]) => [severity, list.length]),
  );
  const waivedControls = findings
    .filter(({ status }) => status === 'WAIVED')
    .map(({ control_id: id }) => id.toUpperCase());
  return {
    project: run.project,
    branch: run.branch,
    run: presentSummary(run),
    previous_run_id: (await store.waf.runs.previous(run))?.id ?? null,
    posture: postureOf(scored),
    severities,
    waived: [...ids]
      .filter(([key]) => waivers.wholeControls.has(key) || waivedControls.includes(key))
      .map(([, id]) => id),
    expired_waivers: waivers.expired.filter((id) => ids.has(id.toUpperCase())),
    resources_at_risk: new Set(failing.map(({ resource }) => resource)).size,
    top_failing: failing
      .toSorted((a, b) => rankOf(a) - rankOf(b))
      .slice(0, TOP)
      .map(presentFinding),
  };
}

/** A control that is waived as a whole counts as waived, whatever its findings say: unless one of them fails uncovered, which cannot be. */
function waiveControls(
  ids: ReadonlyMap<string, string>,
  findings: readonly WafFinding[],
  controls: Awaited<ReturnType<typeof readControls>>,
  whole: ReadonlySet<string>,
) {
  return [...ids]
    .filter(([key]) => whole.has(key))
    .flatMap(([key, id]) => {
      const about =
        controls.find((control) => control.id.toUpperCase() === key) ??
        findings.find(({ control_id }) => control_id.toUpperCase() === key);
      return about === undefined
        ? []
        : [{ control_id: id, pillar: about.pillar, severity: about.severity, status: 'WAIVED' }];
    });
}

export async function readControls(store: Store, runId: string) {
  const controls = (await store.waf.runs.controlsMeta(runId, null)) ?? [];
  // Stored as the input's schema gave them.
  return controls as readonly {
    readonly id: string;
    readonly pillar: string;
    readonly severity: string;
    readonly regulatory_mapping: readonly { readonly framework: string; readonly controls: readonly string[] }[];
  }[];
}

function rankOf({ severity }: WafFinding): number {
  const index = (CONTROL_SEVERITIES as readonly string[]).indexOf(severity);
  return index < 0 ? CONTROL_SEVERITIES.length : index;
}
