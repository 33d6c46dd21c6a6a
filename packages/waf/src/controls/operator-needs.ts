import type { Operator } from './control.ts';

/** What an assertion must say for its operator to mean something. */
export interface OperatorNeeds {
  /** Without it the control is not loaded. */
  readonly required?: 'expected' | 'number' | 'pattern' | 'key' | 'fallback_attribute';
  /** Without it the assertion is skipped, as it always was by the reference. */
  readonly wanted?: readonly string[];
  /** It looks at the block as a whole. */
  readonly withoutAttribute?: boolean;
}

export const OPERATOR_NEEDS: Readonly<Record<Operator, OperatorNeeds>> = {
  attribute_exists: {},
  attribute_exists_or_fallback: { required: 'fallback_attribute' },
  not_empty: {},
  equals: { required: 'expected' },
  not_equals: { required: 'expected' },
  in: { required: 'expected' },
  not_in: { required: 'expected' },
  is_true: {},
  is_false: {},
  greater_than_or_equal: { required: 'number' },
  less_than_or_equal: { required: 'number' },
  matches: { required: 'pattern' },
  not_matches: { required: 'pattern' },
  not_contains_pattern: { required: 'pattern' },
  not_contains: { required: 'expected' },
  key_exists: { required: 'key' },
  block_exists: { withoutAttribute: true },
  has_associated_resource: { withoutAttribute: true },
  json_not_contains_pattern: { wanted: ['pattern'] },
  region_in_arn_matches: { wanted: ['allowed_values_variable'] },
  in_variable: { wanted: ['variable'] },
  has_associated_metric_filter: { wanted: ['filter_pattern'] },
  references_cloudtrail_bucket: {},
  attribute_exists_on_all_providers: {},
  attribute_exists_if: { wanted: ['condition'] },
  not_all_true_with: { wanted: ['conditions'] },
  not_equals_with_sibling: { wanted: ['value', 'sibling_condition'] },
};
