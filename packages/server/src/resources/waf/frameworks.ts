import { compareCodePoints } from '@securescan/model';
import type { Store, WafFinding, WafRunSummary } from '@securescan/store';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { readEffectiveWaivers } from './effective-waivers.ts';
import { readControls, toRunFilter } from './posture.ts';
import { presentSummary } from './present.ts';
import { readAllFindings, toDay } from './read-findings.ts';

interface Mapping {
  readonly framework: string;
  readonly controls: readonly string[];
}

/** Readiness for regulations: a control is met when all of its findings pass; those without findings do not count. */
export function createListFrameworks({ store, clock }: ServerDeps): Handler<'listWafFrameworks'> {
  return async ({ query }, { principal }) => {
    const runs = await store.waf.runs.list({ ...toRunFilter(query, principal), limit: 1 });
    const run = runs.at(0);
    if (run === undefined) return { json: { run: null, readiness: null, frameworks: [] } };
    const frameworks = await readFrameworks(store, run, toDay(query.at, clock.now().toISOString().slice(0, 10)));
    const numbers = frameworks.flatMap(({ readiness }) => readiness ?? []);
    const sum = numbers.reduce((total, number) => total + number, 0);
    const readiness = numbers.length === 0 ? null : Math.floor(sum / numbers.length);
    return { json: { run: presentSummary(run), readiness, frameworks } };
  };
}

async function readFrameworks(store: Store, run: WafRunSummary, day: string) {
  const waivers = await readEffectiveWaivers(store, run.project, day);
  const findings = await readAllFindings(store, run.id, { filter: {}, waivers, raw: false });
  const byControl = Map.groupBy(findings, ({ control_id: id }) => id);
  const frameworks = new Map<string, Map<string, Set<string>>>();
  const add = (controlId: string, mapping: readonly Mapping[]): void => {
    for (const { framework, controls } of mapping) {
      const ofFramework = frameworks.getOrInsertComputed(framework, () => new Map<string, Set<string>>());
      const requirements = ofFramework.getOrInsertComputed(controlId, () => new Set<string>());
      for (const requirement of controls) requirements.add(requirement);
    }
  };
  for (const { id, regulatory_mapping: mapping } of await readControls(store, run.id)) add(id, mapping);
  // Stored as the input's schema gave them.
  for (const { control_id: id, regulatory_mapping: mapping } of findings)
    add(id, mapping as unknown as readonly Mapping[]);
  return [...frameworks]
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .map(([framework, ofFramework]) => {
      const controls = [...ofFramework]
        .toSorted(([a], [b]) => compareCodePoints(a, b))
        .map(([controlId, requirements]) => ({
          control_id: controlId,
          status: toStatus(byControl.get(controlId) ?? []),
          requirements: [...requirements].toSorted(compareCodePoints),
        }));
      const assessed = controls.filter(({ status }) => status !== 'none').length;
      const met = controls.filter(({ status }) => status === 'met').length;
      const readiness = assessed === 0 ? null : Math.floor((100 * met) / assessed);
      return { framework, met, assessed, readiness, controls };
    });
}

function toStatus(findings: readonly WafFinding[]): 'none' | 'met' | 'waived' | 'not met' {
  if (findings.length === 0) return 'none';
  if (findings.every(({ status }) => status === 'PASS')) return 'met';
  return findings.every(({ status }) => status === 'PASS' || status === 'WAIVED') ? 'waived' : 'not met';
}
