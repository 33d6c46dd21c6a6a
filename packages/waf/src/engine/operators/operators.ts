import type { Operator } from '../../controls/control.ts';
import { atLeast, atMost, equalsOperator, isFalse, isIn, isTrue, notEquals, notIn } from './comparison.ts';
import {
  attributeExistsIf,
  attributeExistsOnAllProviders,
  notAllTrueWith,
  notEqualsWithSibling,
} from './conditional.ts';
import type { BlockOperator, ValueOperator } from './operator.ts';
import { attributeExists, attributeExistsOrFallback, blockExists, keyExists, notEmpty } from './presence.ts';
import { hasAssociatedMetricFilter, hasAssociatedResource, referencesCloudtrailBucket } from './related.ts';
import { jsonNotContainsPattern, matches, notContains, notMatches } from './text.ts';
import { inVariable, regionInArnMatches } from './variable.ts';

export const operators: Readonly<Record<Operator, ValueOperator | BlockOperator>> = {
  attribute_exists: attributeExists,
  attribute_exists_or_fallback: attributeExistsOrFallback,
  not_empty: notEmpty,
  equals: equalsOperator,
  not_equals: notEquals,
  in: isIn,
  not_in: notIn,
  is_true: isTrue,
  is_false: isFalse,
  greater_than_or_equal: atLeast,
  less_than_or_equal: atMost,
  matches,
  not_matches: notMatches,
  not_contains_pattern: notMatches,
  not_contains: notContains,
  key_exists: keyExists,
  block_exists: blockExists,
  has_associated_resource: hasAssociatedResource,
  json_not_contains_pattern: jsonNotContainsPattern,
  region_in_arn_matches: regionInArnMatches,
  in_variable: inVariable,
  has_associated_metric_filter: hasAssociatedMetricFilter,
  references_cloudtrail_bucket: referencesCloudtrailBucket,
  attribute_exists_on_all_providers: attributeExistsOnAllProviders,
  attribute_exists_if: attributeExistsIf,
  not_all_true_with: notAllTrueWith,
  not_equals_with_sibling: notEqualsWithSibling,
};
