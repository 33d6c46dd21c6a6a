import type { BlockKind } from '../state/block.ts';

export const PILLARS = [
  'security',
  'cost',
  'operations',
  'performance',
  'reliability',
  'sovereign',
  'sustainability',
  'architecture',
  'governance',
  'agentic',
] as const;
export type Pillar = (typeof PILLARS)[number];

export const CONTROL_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type ControlSeverity = (typeof CONTROL_SEVERITIES)[number];

export interface RegulatoryMapping {
  readonly framework: string;
  readonly controls: readonly string[];
}

export interface CheckExample {
  readonly compliant: string | null;
  readonly non_compliant: string | null;
}

/** All 27, in the order of the reference page. */
export const OPERATORS = [
  'attribute_exists',
  'attribute_exists_or_fallback',
  'not_empty',
  'equals',
  'not_equals',
  'in',
  'not_in',
  'is_true',
  'is_false',
  'greater_than_or_equal',
  'less_than_or_equal',
  'matches',
  'not_matches',
  'not_contains_pattern',
  'not_contains',
  'key_exists',
  'block_exists',
  'has_associated_resource',
  'json_not_contains_pattern',
  'region_in_arn_matches',
  'in_variable',
  'has_associated_metric_filter',
  'references_cloudtrail_bucket',
  'attribute_exists_on_all_providers',
  'attribute_exists_if',
  'not_all_true_with',
  'not_equals_with_sibling',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** One condition on a block. Members that an operator does not use are null. */
export interface Assertion {
  readonly attribute: string;
  readonly op: Operator;
  /** Of `expected`, `value` and `values` the first that is written; `null` counts, so its presence is kept beside it. */
  readonly expected: unknown;
  readonly hasExpected: boolean;
  readonly key: string | null;
  readonly pattern: string | null;
  readonly fallbackAttribute: string | null;
  readonly message: string | null;
  /** What a missing attribute means; null for the operator's own rule. */
  readonly ifMissing: 'fail' | 'pass' | 'skip' | null;
  /** Which of several nested blocks count. */
  readonly each: 'first' | 'any' | 'all' | 'none';
  readonly associatedResourceType: string | null;
  readonly associatedAttribute: string | null;
  readonly filterAttribute: string | null;
  readonly filterContains: string | null;
  readonly filterPattern: string | null;
  readonly variable: string | null;
  readonly allowedValuesVariable: string | null;
  readonly condition: string | null;
  readonly conditions: readonly Assertion[];
  readonly siblingCondition: Assertion | null;
}

export interface CheckScope {
  readonly blockKind: BlockKind | 'any';
  /** Empty for all. */
  readonly resourceTypes: readonly string[];
  readonly providerName: string | null;
  /** Regular expression on the name of the block. */
  readonly namePattern: string | null;
  readonly filter: Assertion | null;
  /** `present`: without any such block the check fails where the provider is in use. */
  readonly require: 'present' | null;
}

export interface Check {
  readonly id: string;
  readonly engine: string;
  /** `aws`, `azurerm`, `google`, `any` …; null when not written. */
  readonly provider: string | null;
  readonly severity: ControlSeverity;
  readonly title: string;
  readonly description: string;
  readonly scope: CheckScope;
  readonly assertions: readonly Assertion[];
  readonly onFail: 'violation' | 'warning' | 'advisory' | 'finding' | 'info';
  readonly remediation: string;
  readonly example: CheckExample | null;
}

/** One control with the checks that are automated. */
export interface Control {
  readonly id: string;
  readonly title: string;
  readonly pillar: Pillar;
  readonly status: 'active' | 'deprecated' | 'draft';
  readonly severity: ControlSeverity;
  readonly category: string;
  readonly types: readonly string[];
  readonly tags: readonly string[];
  readonly description: string;
  readonly rationale: string;
  readonly threat: readonly string[];
  readonly regulatoryMapping: readonly RegulatoryMapping[];
  readonly implementationGuidance: readonly string[];
  readonly maturityLevels: Readonly<
    Record<string, { readonly description: string; readonly criteria: readonly string[] }>
  >;
  readonly evidence: { readonly required: readonly EvidenceItem[]; readonly optional: readonly EvidenceItem[] };
  readonly references: Readonly<Record<string, unknown>>;
  readonly checks: readonly Check[];
  /** The file that it comes from. */
  readonly file: string;
}

export interface EvidenceItem {
  readonly kind: string;
  readonly description: string;
}

/** What is wrong with a control file. Errors keep the control from being loaded. */
export interface ControlProblem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

export interface ControlCatalogue {
  readonly controls: readonly Control[];
  readonly problems: readonly ControlProblem[];
}
