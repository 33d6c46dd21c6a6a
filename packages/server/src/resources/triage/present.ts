import type { FindingComment, FindingState, StateChange } from '@securescan/contract';
import type { StoredComment, StoredVerdict, StoredVerdictChange } from '@securescan/store';
import type { z } from 'zod';

export function presentVerdict(verdict: StoredVerdict): z.input<typeof FindingState> {
  return {
    fingerprint: verdict.fingerprint,
    status: verdict.status,
    note: verdict.note,
    updated_at: verdict.updatedAt,
    updated_by: verdict.updatedBy,
    principal: verdict.principal,
    expires_at: verdict.expiresAt,
  };
}

export function presentChange(change: StoredVerdictChange): z.input<typeof StateChange> {
  return {
    seq: change.seq,
    fingerprint: change.fingerprint,
    from: change.from,
    to: change.to,
    note: change.note,
    at: change.at,
    updated_by: change.updatedBy,
    principal: change.principal,
  };
}

export function presentComment(comment: StoredComment): z.input<typeof FindingComment> {
  return {
    id: comment.id,
    fingerprint: comment.fingerprint,
    text: comment.text,
    author: comment.author,
    created_at: comment.createdAt,
  };
}
