import type { TriageStatus } from '@securescan/model';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { TRIAGE_LABELS } from './finding.ts';

export const TRIAGE_TONES: Readonly<Record<TriageStatus, Tone>> = {
  new: 'low',
  triaged: 'info',
  false_positive: 'neutral',
  accepted_risk: 'medium',
  fixed: 'accent',
  wont_fix: 'neutral',
};

/** A verdict, as word and colour. */
export function TriageBadge({ status }: { readonly status: TriageStatus }) {
  return <Badge tone={TRIAGE_TONES[status]}>{TRIAGE_LABELS[status]}</Badge>;
}
