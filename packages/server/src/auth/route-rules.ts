import type { RouteId } from '@securescan/contract';

/**
 * What a route has to do with projects:
 * - `none`: nothing of any project is in it;
 * - `filtered`: its lists and counts hold what the key may see;
 * - `record`: one record, which is 404 (to be read) or 403 or 404 (to be changed) when it belongs to another project;
 * - `unbound`: things of all projects meet in it, so only keys that are not bound to projects may call it.
 */
export type ProjectRule = 'none' | 'filtered' | 'record' | 'unbound';

interface RouteRule {
  readonly projects: ProjectRule;
  /** What it is called in the audit log; null when it changes nothing that somebody could ask about. */
  readonly audit: string | null;
}

const read = (projects: ProjectRule): RouteRule => ({ projects, audit: null });
const change = (projects: ProjectRule, audit: string): RouteRule => ({ projects, audit });

/** A rule for every route of the contract; a new route does not compile without. */
export const ROUTE_RULES: Readonly<Record<RouteId, RouteRule>> = {
  getServiceInfo: read('none'),
  getHealth: read('none'),
  getReadiness: read('none'),
  getMetrics: read('unbound'),

  createScan: change('record', 'scan.start'),
  listScans: read('filtered'),
  compareScans: read('record'),
  getScan: read('record'),
  deleteScan: change('record', 'scan.delete'),
  cancelScan: change('record', 'scan.cancel'),
  listFindings: read('record'),
  countFindings: read('record'),
  getScanSummary: read('record'),
  getScanReport: read('record'),
  // Makes a document when there is none.
  getScanSbom: change('record', 'sbom.generate'),
  streamScanEvents: read('record'),
  createEventToken: read('record'),

  getFindingState: read('record'),
  setFindingState: change('record', 'triage.set'),
  setFindingStates: change('record', 'triage.set'),
  listStateHistory: read('record'),
  listComments: read('record'),
  addComment: change('record', 'comment.add'),
  deleteComment: change('record', 'comment.delete'),

  createKey: change('record', 'key.create'),
  listKeys: read('filtered'),
  getOwnKey: read('none'),
  getSession: read('none'),
  revokeKey: change('record', 'key.revoke'),
  listAudit: change('filtered', 'audit.read'),

  createWebhook: change('unbound', 'webhook.create'),
  listWebhooks: read('unbound'),
  getWebhook: read('unbound'),
  updateWebhook: change('unbound', 'webhook.update'),
  rotateWebhookSecret: change('unbound', 'webhook.rotate-secret'),
  deleteWebhook: change('unbound', 'webhook.delete'),
  listDeliveries: read('unbound'),
  redeliver: change('unbound', 'webhook.redeliver'),
  testWebhook: change('unbound', 'webhook.test'),

  listNotifications: read('filtered'),
  countUnread: read('filtered'),
  markAllRead: read('filtered'),
  markRead: read('record'),

  getStatus: read('none'),
  getStats: read('filtered'),
  getTrends: read('filtered'),
  installScanner: change('unbound', 'scanner.install'),
  browse: read('none'),
  browseFromDashboard: read('none'),

  listFrameworks: read('none'),
  getCoverage: read('record'),

  generateSbom: change('record', 'sbom.generate'),
  createWafRun: change('record', 'waf.run.add'),
  listWafRuns: read('filtered'),
  getWafRun: read('record'),
  listWafRunControls: read('record'),
  listWafRunFindings: read('record'),
  compareWafRuns: read('record'),
  // The catalogue belongs to all projects.
  setWafControl: change('unbound', 'waf.control.set'),
  listWafControls: read('none'),
  getWafControl: read('none'),
  deleteWafControl: change('unbound', 'waf.control.delete'),
  listWafWaivers: read('filtered'),
  setWafWaiver: change('record', 'waf.waiver.set'),
  deleteWafWaiver: change('record', 'waf.waiver.delete'),
  listWafWaiverHistory: read('filtered'),
  listWafRisks: read('filtered'),
  setWafRisk: change('record', 'waf.risk.set'),
  deleteWafRisk: change('record', 'waf.risk.delete'),
  listWafRiskHistory: read('filtered'),
  getWafPosture: read('filtered'),
  getWafTrends: read('filtered'),
  listWafFrameworks: read('filtered'),
  // Nothing is stored.
  checkWafSnippet: read('none'),
  getWafSandboxStatus: read('none'),

  listSboms: read('filtered'),
  listScanSboms: read('filtered'),
  getSbom: read('record'),
  exportSbom: read('record'),
};
