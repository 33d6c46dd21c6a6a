import type { JsonObject } from '@securescan/model';
import type { Repositories } from '@securescan/store';
import type { ServerDeps } from '../deps.ts';
import type { RequestContext } from '../http/handler.ts';

/** What was done to what. No secrets in `details`. */
export interface AuditedAction {
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
  readonly project?: string;
  readonly outcome?: 'ok' | 'denied' | 'failed';
  readonly details?: JsonObject;
}

/** Writes to the audit log who did it; called with the repositories of the transaction that does it. */
export async function recordAudit(
  repositories: Pick<Repositories, 'audit'>,
  { principal, requestId, address }: RequestContext,
  action: AuditedAction,
  { clock }: Pick<ServerDeps, 'clock'>,
): Promise<void> {
  await repositories.audit.append({
    ts: clock.now().toISOString(),
    requestId,
    actor: { id: principal.id, kind: principal.kind, name: principal.name },
    address,
    action: action.action,
    target: action.target ?? null,
    project: action.project ?? null,
    outcome: action.outcome ?? 'ok',
    details: action.details ?? {},
  });
}
