import type { JsonObject } from '@securescan/model';
import type { AuditEntry, Repositories } from '@securescan/store';
import type { Principal } from '../auth/principal.ts';
import type { ServerDeps } from '../deps.ts';
import type { RequestContext } from '../http/handler.ts';
import { toAuditAddress } from './address.ts';

/** What was done to what. No secrets in `details`. */
export interface AuditedAction {
  readonly action: string;
  readonly target?: { readonly type: string; readonly id: string };
  readonly project?: string;
  readonly outcome?: 'ok' | 'denied' | 'failed';
  readonly details?: JsonObject;
}

type AuditDeps = Pick<ServerDeps, 'clock' | 'config'>;

/** Writes to the audit log who did it; called with the repositories of the transaction that does it. */
export async function recordAudit(
  repositories: Pick<Repositories, 'audit'>,
  request: Pick<RequestContext, 'principal' | 'requestId' | 'address'>,
  action: AuditedAction,
  deps: AuditDeps,
): Promise<void> {
  await repositories.audit.append(toAuditEntry(request, action, deps));
}

/** The row as it is appended. `principal` is null for who could not say who it is. */
export function toAuditEntry(
  request: { readonly principal: Principal | null; readonly requestId: string; readonly address: string },
  { action, target, project, outcome = 'ok', details = {} }: AuditedAction,
  { clock, config }: AuditDeps,
): AuditEntry {
  const { principal } = request;
  return {
    ts: clock.now().toISOString(),
    requestId: request.requestId,
    actor: { id: principal?.id ?? null, kind: principal?.kind ?? 'unknown', name: principal?.name ?? null },
    address: toAuditAddress(request.address, config),
    action,
    target: target ?? null,
    project: project ?? null,
    outcome,
    details,
  };
}
