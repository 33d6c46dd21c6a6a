import type { ControlStatus } from '../engine/evaluation.ts';
import type { ScoredControl } from './scores.ts';

/** What is read of a result document, also one of another program. */
export interface DocumentStatuses {
  readonly controls_meta: readonly { readonly id: string; readonly pillar: string; readonly severity: string }[];
  readonly findings: readonly {
    readonly control_id: string;
    readonly pillar: string;
    readonly severity: string;
    /** In any case of letters. */
    readonly status: string;
    /** Not null when a waiver covers the finding. */
    readonly waived?: unknown;
  }[];
}

const RANK: Readonly<Record<ControlStatus, number>> = { SKIP: 0, PASS: 1, WAIVED: 2, FAIL: 3 };

/**
 * The controls of a document with the status that their findings give them: failing as soon as one fails that no waiver covers, else
 * waived, else passed as soon as one passes, else skipped. Controls without findings are skipped. In the order of the document.
 */
export function scoredControlsOf({ controls_meta, findings }: DocumentStatuses): readonly ScoredControl[] {
  const controls = new Map<string, ScoredControl>();
  for (const { id, pillar, severity } of controls_meta) controls.set(id, { pillar, severity, status: 'SKIP' });
  for (const finding of findings) {
    const { control_id, pillar, severity } = finding;
    const known = controls.get(control_id) ?? { pillar, severity, status: 'SKIP' };
    const status = statusOf(finding);
    controls.set(control_id, RANK[status] > RANK[known.status] ? { ...known, status } : known);
  }
  return [...controls.values()];
}

/** Words that we do not know say nothing for or against the control. */
function statusOf({ status, waived }: DocumentStatuses['findings'][number]): ControlStatus {
  if (waived !== null && waived !== undefined) return 'WAIVED';
  const word = status.toUpperCase();
  return Object.hasOwn(RANK, word) ? (word as ControlStatus) : 'SKIP';
}
