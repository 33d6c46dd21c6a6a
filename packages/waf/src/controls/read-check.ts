import { READER_IDS } from '../readers/reader.ts';
import { BLOCK_KINDS } from '../state/block.ts';
import { type Check, type CheckExample, type CheckScope, CONTROL_SEVERITIES, type ControlSeverity } from './control.ts';
import type { MemberReader } from './member-reader.ts';
import { didYouMean } from './did-you-mean.ts';
import { ASSERTION_MEMBERS, readAssertion, readCondition, readPattern } from './read-assertion.ts';

export const CHECK_MEMBERS: readonly string[] = [
  'id',
  'engine',
  'provider',
  'automated',
  'severity',
  'title',
  'description',
  'scope',
  'assertions',
  'on_fail',
  'remediation',
  'example',
  'expected',
];
const SCOPE_MEMBERS = ['block_type', 'resource_types', 'provider_name', 'name_pattern', 'filter', 'require'];
const ENGINES: readonly string[] = [...READER_IDS, 'manual', 'api', 'checkov', 'config'];
const ON_FAIL = ['violation', 'warning', 'advisory', 'finding', 'info'] as const;

/** One check; null for one that is not automated. */
export function readCheck(members: MemberReader, severity: ControlSeverity): Check | null {
  const automated = members.raw('automated');
  if (automated !== true) {
    if (automated !== null && automated !== false) members.error('automated', 'automated must be true or false.');
    return null;
  }
  const id = members.requiredText('id');
  const engine = members.requiredText('engine');
  if (engine !== '' && !ENGINES.includes(engine)) {
    members.warn('engine', `No reader is named ${engine}, so this check never runs.${didYouMean(engine, ENGINES)}`);
  }
  return {
    id,
    engine,
    provider: members.text('provider') || null,
    severity: readSeverity(members, severity),
    title: members.text('title') || id,
    description: members.text('description'),
    scope: readScope(members),
    assertions: members
      .mappings('assertions', ASSERTION_MEMBERS)
      .flatMap((assertion) => readAssertion(assertion) ?? []),
    onFail: members.choice('on_fail', ON_FAIL, 'violation'),
    remediation: members.text('remediation'),
    example: readExample(members),
  };
}

/** In any case; `fallback` when there is none. */
export function readSeverity(members: MemberReader, fallback: ControlSeverity): ControlSeverity {
  const text = members.text('severity');
  if (text === '') return fallback;
  const known = CONTROL_SEVERITIES.find((one) => one === text.toLowerCase());
  return known ?? members.choice('severity', CONTROL_SEVERITIES, fallback);
}

function readScope(check: MemberReader): CheckScope {
  const scope = check.mapping('scope', SCOPE_MEMBERS);
  if (scope === null) {
    return {
      blockKind: 'resource',
      resourceTypes: [],
      providerName: null,
      namePattern: null,
      filter: null,
      require: null,
    };
  }
  return {
    blockKind: scope.choice('block_type', [...BLOCK_KINDS, 'any'], 'resource'),
    resourceTypes: scope.texts('resource_types'),
    providerName: scope.optionalText('provider_name'),
    namePattern: readPattern(scope, 'name_pattern'),
    filter: readCondition(scope, 'filter'),
    require: scope.has('require') ? scope.choice('require', ['present'], 'present') : null,
  };
}

function readExample(check: MemberReader): CheckExample | null {
  const example = check.mapping('example', null);
  if (example === null) return null;
  return { compliant: example.optionalText('compliant'), non_compliant: example.optionalText('non_compliant') };
}
