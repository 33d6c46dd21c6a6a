import { SecureScanError } from '@securescan/model';
import { maskSensitive } from './mask-sensitive.ts';
import type { PlanChange, PlanChanges, PlanCounts, PlannedResource } from './plan-changes.ts';
import { isRecord, type JsonRecord, readPlanText } from './plan-text.ts';

const NO_OP = 'no-op';
/** Words of actions as they count in a summary. */
const COUNTED: Readonly<Record<string, keyof PlanCounts>> = {
  create: 'add',
  update: 'change',
  delete: 'destroy',
  replace: 'replace',
  [NO_OP]: 'no_op',
};
/** Words of the line stream for the same things. */
const STREAM_ACTIONS: Readonly<Record<string, string>> = {
  add: 'create',
  change: 'update',
  remove: 'delete',
  noop: NO_OP,
};
const REGION_ATTRIBUTES = ['region', 'availability_zone', 'location', 'zone'];

/**
 * What a plan changes, of `terraform show -json` or the lines of `terraform plan -json`.
 * @param scannedAt - ISO timestamp that becomes `scanned_at`
 * @throws SecureScanError `E_ARGUMENT` for a text that is no plan
 */
export function readPlanChanges(text: string, scannedAt: string): PlanChanges {
  const read = readPlanText(text);
  if (read.kind === 'none')
    throw new SecureScanError(
      'E_ARGUMENT',
      `The plan file is no plan: ${read.reason}. Write it with \`terraform show -json <plan>\` or \`terraform plan -json\`.`,
    );
  if (read.kind === 'plan') {
    const listed = read.plan['resource_changes'];
    const changes = (Array.isArray(listed) ? listed : []).filter(isRecord).map(plannedChange);
    return summarise(changes, textIn(read.plan, 'terraform_version'), textIn(read.plan, 'format_version'), scannedAt);
  }
  const version = read.events.find(({ type }) => type === 'version');
  const changes = read.events.filter(({ type }) => type === 'planned_change').map(streamedChange);
  return summarise(changes, textIn(version ?? {}, 'terraform'), 'streaming', scannedAt);
}

function summarise(
  all: readonly PlanChange[],
  terraformVersion: string,
  formatVersion: string,
  scannedAt: string,
): PlanChanges {
  const changes = all.filter(({ action }) => action !== NO_OP);
  const byProvider = Map.groupBy(changes, (change) => change.provider || prefixOf(change.type));
  const byAction = Map.groupBy(changes, ({ action }) => action);
  return {
    terraform_version: terraformVersion,
    format_version: formatVersion,
    scanned_at: scannedAt,
    summary: count(all),
    by_provider: Object.fromEntries([...byProvider].map(([provider, group]) => [provider, count(group)])),
    by_action: Object.fromEntries([...byAction].map(([action, group]) => [action, group.map(toResource)])),
    regions: regionsOf(all),
    changes,
  };
}

function count(changes: readonly PlanChange[]): PlanCounts {
  const counts = { add: 0, change: 0, destroy: 0, replace: 0, no_op: 0 };
  for (const { action } of changes) {
    const key = Object.hasOwn(COUNTED, action) ? COUNTED[action] : undefined;
    if (key !== undefined) counts[key] += 1;
  }
  return counts;
}

function toResource({ address, type, name, provider }: PlanChange): PlannedResource {
  return { address, type, name, provider };
}

function regionsOf(changes: readonly PlanChange[]): readonly string[] {
  const found = new Set<string>();
  for (const { after } of changes) {
    if (!isRecord(after)) continue;
    for (const name of REGION_ATTRIBUTES) {
      const value = after[name];
      if (typeof value === 'string' && value !== '') found.add(value);
    }
  }
  return [...found];
}

function plannedChange(resource: JsonRecord): PlanChange {
  const change = isRecord(resource['change']) ? resource['change'] : {};
  const module = textIn(resource, 'module_address');
  return {
    address: textIn(resource, 'address'),
    module_address: module === '' ? null : module,
    type: textIn(resource, 'type'),
    name: textIn(resource, 'name'),
    provider: textIn(resource, 'provider_name').split('/').at(-1) ?? '',
    action: actionOf(change['actions']),
    before: maskSensitive(change['before'] ?? null, change['before_sensitive']),
    after: maskSensitive(change['after'] ?? null, change['after_sensitive']),
    after_unknown: change['after_unknown'] ?? {},
  };
}

function actionOf(actions: unknown): string {
  const words = (Array.isArray(actions) ? actions : []).filter((word) => typeof word === 'string');
  if (words.length === 0) return 'unknown';
  if (words.includes('create') && words.includes('delete')) return 'replace';
  return words.join('+');
}

function streamedChange(event: JsonRecord): PlanChange {
  const change = isRecord(event['change']) ? event['change'] : {};
  const resource = isRecord(change['resource']) ? change['resource'] : {};
  const module = textIn(resource, 'module');
  const address = textIn(resource, 'addr');
  const word = textIn(change, 'action');
  const action = Object.hasOwn(STREAM_ACTIONS, word) ? (STREAM_ACTIONS[word] ?? word) : word;
  return {
    address,
    module_address: module === '' ? null : module,
    type: textIn(resource, 'resource_type'),
    name: textIn(resource, 'resource_name'),
    // Terraform names the provider; where it does not, the address of a resource of the root module begins with it.
    provider: textIn(resource, 'implied_provider') || (address.includes('_') ? prefixOf(address) : ''),
    action: action === '' ? 'unknown' : action,
  };
}

/** `aws` of `aws_s3_bucket`; nothing where a module's name comes first. */
function prefixOf(name: string): string {
  const [first = ''] = name.split('.', 1);
  return first.includes('_') ? (first.split('_', 1)[0] ?? '') : '';
}

function textIn(record: JsonRecord, key: string): string {
  const value = record[key];
  return typeof value === 'string' ? value : '';
}
