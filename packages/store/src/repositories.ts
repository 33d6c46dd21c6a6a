import { createAuditRepository } from './audit/repository.ts';
import type { Repositories } from './contract.ts';
import { createScanEventRepository } from './events/repository.ts';
import { createDashboardRepository } from './dashboard/repository.ts';
import { createSbomRepository } from './sboms/repository.ts';
import { createFindingRepository } from './findings/repository.ts';
import { createKeyRepository } from './keys/repository.ts';
import { createNotificationRepository } from './notifications/repository.ts';
import { createScanRepository } from './scans/repository.ts';
import type { Connections } from './schema.ts';
import { createTriageRepository } from './triage/repository.ts';
import { createWafRepositories } from './waf/repositories.ts';
import { createWebhookRepository } from './webhooks/repository.ts';

export function createRepositories(connections: Connections): Repositories {
  return {
    scans: createScanRepository(connections),
    events: createScanEventRepository(connections),
    findings: createFindingRepository(connections),
    dashboard: createDashboardRepository(connections),
    sboms: createSbomRepository(connections),
    triage: createTriageRepository(connections),
    webhooks: createWebhookRepository(connections),
    notifications: createNotificationRepository(connections),
    audit: createAuditRepository(connections),
    keys: createKeyRepository(connections),
    waf: createWafRepositories(connections),
  };
}
