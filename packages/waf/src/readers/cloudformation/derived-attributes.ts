import { bool, nullValue, type Value } from '../../evaluate/values.ts';
import type { Span } from '../../hcl/span.ts';

type Attributes = ReadonlyMap<string, Value>;

const POLICY_TYPES = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::User',
  'AWS::IAM::Group',
]);

/**
 * Attributes that say in one word what templates say in many, for controls:
 * - buckets: `_EncryptionAlgorithm`, `_EncryptionKeyId`, `_VersioningStatus` (null when not set), `_HasLifecycleRules`
 * - identities and policies: `_HasWildcardActions` (an allowed action contains `*`), `_HasWildcardResources` (an allowed
 *   resource is `*`); what is unknown does not count
 * - keys: `deletion_window_in_days`
 */
export function derivedAttributes(type: string, own: Attributes, span: Span): readonly (readonly [string, Value])[] {
  if (type === 'AWS::S3::Bucket') return bucketAttributes(own, span);
  if (POLICY_TYPES.has(type)) return policyAttributes(own, span);
  const window = type === 'AWS::KMS::Key' ? own.get('PendingWindowInDays') : undefined;
  return window === undefined ? [] : [['deletion_window_in_days', window]];
}

function bucketAttributes(own: Attributes, span: Span): readonly (readonly [string, Value])[] {
  const rule = at(own.get('BucketEncryption'), 'ServerSideEncryptionConfiguration', 'ServerSideEncryptionByDefault');
  const rules = at(own.get('LifecycleConfiguration'), 'Rules');
  const hasRules = rules?.kind === 'list' ? bool(rules.items.length > 0, rules.span) : rules;
  return [
    ['_EncryptionAlgorithm', at(rule, 'SSEAlgorithm') ?? nullValue(span)],
    ['_EncryptionKeyId', at(rule, 'KMSMasterKeyID') ?? nullValue(span)],
    ['_VersioningStatus', at(own.get('VersioningConfiguration'), 'Status') ?? nullValue(span)],
    ['_HasLifecycleRules', hasRules?.kind === 'unknown' ? hasRules : (hasRules ?? bool(false, span))],
  ];
}

/** Follows names through maps, in lists through the first item that has the rest. An unknown on the way is the result. */
function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  if (value === undefined || value.kind === 'unknown' || path.length === 0) return value;
  if (value.kind === 'list' || value.kind === 'set') {
    for (const item of value.items) {
      const found = at(item, ...path);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (value.kind !== 'object' && value.kind !== 'map') return undefined;
  const [name = '', ...rest] = path;
  return at(value.entries.get(name), ...rest);
}

function policyAttributes(own: Attributes, span: Span): readonly (readonly [string, Value])[] {
  const documents = [
    own.get('AssumeRolePolicyDocument'),
    own.get('PolicyDocument'),
    ...listed(own.get('Policies')).map((policy) => at(policy, 'PolicyDocument')),
  ];
  const allowed = documents
    .flatMap((document) => listed(at(document, 'Statement')))
    .filter((statement) => textIs(at(statement, 'Effect'), 'Allow'));
  const action = allowed
    .flatMap((one) => listed(at(one, 'Action')))
    .find((one) => one.kind === 'string' && one.value.includes('*'));
  const resource = allowed.flatMap((one) => listed(at(one, 'Resource'))).find((one) => textIs(one, '*'));
  return [
    ['_HasWildcardActions', bool(action !== undefined, action?.span ?? span)],
    ['_HasWildcardResources', bool(resource !== undefined, resource?.span ?? span)],
  ];
}

function textIs(value: Value | undefined, text: string): boolean {
  return value?.kind === 'string' && value.value === text;
}

function listed(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'list' || value.kind === 'set' ? value.items : [value];
}
