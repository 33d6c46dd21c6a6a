import type { StoredWafWaiver, Store, WafFinding } from '@securescan/store';
import { createWaiverTest } from '@securescan/waf';

/** The waivers that count for the runs of a project on a day. */
export interface EffectiveWaivers {
  /** The waiver that covers a failure: of the project, else for all projects. */
  find(finding: Pick<WafFinding, 'control_id' | 'check_id' | 'resource'>): StoredWafWaiver | undefined;
  /** Ids, in upper case, of the controls that are waived as a whole. */
  readonly wholeControls: ReadonlySet<string>;
  /** Ids of controls whose waivers have all expired. */
  readonly expired: readonly string[];
  /** Changes when what is found changes; empty when there is nothing to find. */
  readonly tag: string;
}

export const NO_WAIVERS: EffectiveWaivers = {
  find: () => undefined,
  wholeControls: new Set(),
  expired: [],
  tag: '',
};

/**
 * Reads what counts for a project. Bounds of the caller do not matter: a waiver for all projects counts for each of them.
 * @param day - `YYYY-MM-DD`; what was written after it, or has expired before it, does not count
 */
export async function readEffectiveWaivers(
  { waf }: Pick<Store, 'waf'>,
  project: string,
  day: string,
): Promise<EffectiveWaivers> {
  const all = await waf.waivers.list({ projects: null, project });
  const written = all.filter(({ createdAt }) => createdAt.slice(0, 10) <= day);
  if (written.length === 0) return NO_WAIVERS;
  const active = written.filter(({ expires }) => expires === '' || expires >= day);
  // The waivers of the project before those for all.
  const inOrder = active.toSorted((a, b) => Number(a.project === '') - Number(b.project === ''));
  const byControl = Map.groupBy(
    inOrder.map((waiver) => ({ waiver, isFor: createWaiverTest(waiver) })),
    ({ waiver }) => waiver.id.toUpperCase(),
  );
  const expired = written.map(({ id }) => id).filter((id) => !byControl.has(id.toUpperCase()));
  return {
    find: ({ control_id, check_id, resource }) =>
      byControl.get(control_id.toUpperCase())?.find(({ isFor }) => isFor(check_id, resource))?.waiver,
    wholeControls: new Set(
      active.filter(({ resource, check }) => resource === '' && check === '').map(({ id }) => id.toUpperCase()),
    ),
    expired: [...new Set(expired)],
    tag: active.map(({ id, project: of, updatedAt }) => `${id}\0${of}\0${updatedAt}`).join('\n'),
  };
}

/** A finding as it is shown: failures that somebody has waived are told as such. */
export function applyWaiver(finding: WafFinding, waivers: EffectiveWaivers): WafFinding {
  if (finding.status.toUpperCase() !== 'FAIL') return finding;
  if (finding.waived !== null) return { ...finding, status: 'WAIVED' };
  const waiver = waivers.find(finding);
  if (waiver === undefined) return finding;
  return { ...finding, status: 'WAIVED', waived: { reason: waiver.reason, expires: waiver.expires } };
}
