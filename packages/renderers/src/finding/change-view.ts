import type { ChangeSet, Finding } from '@securescan/model';
import { sortForOutput } from './order.ts';
import { countSuppressed, selectShown, suppressionOf } from './suppression.ts';

/** A change as a renderer shows it: lists in canonical order, hidden findings gone, and what was hidden counted. */
export interface ChangeView {
  readonly added: readonly Finding[];
  readonly removed: readonly Finding[];
  readonly unchanged: readonly Finding[];
  readonly escalated: readonly Finding[];
  readonly notComparable: readonly Finding[];
  /** Suppressed findings among the new and the fixed ones, shown or not. */
  readonly suppressed: ReadonlyMap<string, number>;
}

/** Prepares a change for output. */
export function viewChange(report: ChangeSet, options: { readonly showSuppressed: boolean }): ChangeView {
  const shown = (findings: readonly Finding[]) => sortForOutput(selectShown(findings, options));
  return {
    added: shown(report.added),
    removed: shown(report.removed),
    unchanged: shown(report.unchanged),
    escalated: shown(report.escalated),
    notComparable: shown(report.notComparable),
    suppressed: countSuppressed([...report.added, ...report.removed]),
  };
}

/** The findings of a list that are not suppressed. */
export function keptOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => suppressionOf(finding) === null);
}

/** A scan seen as a change in which everything is new. */
export function everythingNew(findings: readonly Finding[]): ChangeSet {
  return { added: findings, removed: [], unchanged: [], escalated: [], notComparable: [] };
}
