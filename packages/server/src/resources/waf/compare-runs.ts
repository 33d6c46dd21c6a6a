import type { Store, WafRunSummary } from '@securescan/store';
import { compareFindings } from '@securescan/waf';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { NO_WAIVERS } from './effective-waivers.ts';
import { readControls } from './posture.ts';
import { presentFinding, presentSummary, type WireFinding } from './present.ts';
import { readAllFindings, type Reading, readWaiversFor } from './read-findings.ts';
import { findVisibleRun, toCacheHeaders } from './read-run.ts';

/** The failures of two runs side by side; waivers count for the later one, so that what they cover shows as waived. */
export function createCompareRuns({ store, clock }: ServerDeps): Handler<'compareWafRuns'> {
  return async ({ params, query }, { principal }) => {
    const [before, after] = [
      await findVisibleRun(store, params.run_id, principal),
      await findVisibleRun(store, params.other_id, principal),
    ];
    const waivers = await readWaiversFor(store, after, query, clock.now().toISOString().slice(0, 10));
    const older = await readComparable(store, before, { ...query, raw: true });
    const newer = await readComparable(store, after, query, waivers);
    const { changed_severity: changed, ...lists } = compareFindings(older, newer);
    return {
      json: {
        before: presentSummary(before),
        after: presentSummary(after),
        new: present(lists.new),
        new_by_control: present(lists.new_by_control),
        fixed: present(lists.fixed),
        persisting: present(lists.persisting),
        changed_severity: changed.map((pair) => ({ before: pair.before, after: pair.after })),
        waived: present(lists.waived),
        no_longer_evaluated: present(lists.no_longer_evaluated),
        resource_gone: present(lists.resource_gone),
        control_not_loaded: present(lists.control_not_loaded),
        score_delta: lists.score_delta,
        pillar_deltas: lists.pillar_deltas,
      },
      headers: toCacheHeaders({ id: `${before.id}-${after.id}` }, query, waivers),
    };
  };
}

function present(findings: readonly WireFinding[]): WireFinding[] {
  return [...findings];
}

async function readComparable(
  store: Store,
  run: WafRunSummary,
  { raw }: Reading,
  waivers?: Parameters<typeof readAllFindings>[2]['waivers'],
) {
  const controls = await readControls(store, run.id);
  const findings = await readAllFindings(store, run.id, {
    filter: {},
    raw: raw || waivers === undefined,
    waivers: waivers ?? NO_WAIVERS,
  });
  return {
    score: run.score,
    pillar_scores: run.pillarScores,
    controls: controls.map(({ id }) => id),
    findings: findings.map(presentFinding),
  };
}
