import type { BlockLink } from '../../graph/reference-graph.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { lookupAll, lookupFirst } from '../lookup.ts';
import { fail, notKnown, type Outcome, PASS, passIf, skip } from '../outcome.ts';
import { textOf } from '../value-text.ts';
import type { CompiledAssertion } from '../compiled.ts';
import type { BlockOperator, OperatorContext, ValueOperator } from './operator.ts';

/** Another resource refers to this one: of a type, by an attribute, and with a text in another attribute, where those are given. */
export const hasAssociatedResource: BlockOperator = {
  kind: 'block',
  test: (compiled, { block, index }) => {
    const { associatedResourceType: type, associatedAttribute: attribute } = compiled.assertion;
    const isMeant = ({ block: other, path }: BlockLink): boolean =>
      other !== block &&
      other.kind === 'resource' &&
      (type === null || other.type === type) &&
      (attribute === null || path.join('.') === attribute);
    const candidates = index.graph().referrersOf(block).filter(isMeant);
    const outcomes = candidates.map(({ block: other }) => filtered(other, compiled));
    const decided =
      outcomes.find(({ status }) => status === 'PASS') ?? outcomes.find(({ status }) => status === 'SKIP') ?? null;
    if (decided !== null) return decided;
    const by = attribute === null ? '' : ` by ${attribute}`;
    return fail(`No ${type ?? 'other resource'} refers to it${by}.`);
  },
};

function filtered(other: InfrastructureBlock, { assertion, filterSteps }: CompiledAssertion): Outcome {
  if (filterSteps.length === 0 || assertion.filterContains === null) return PASS;
  const found = lookupFirst(other.attributes, filterSteps);
  if (found.kind === 'missing') return fail('');
  const part = assertion.filterContains;
  if (found.value.kind === 'unknown') {
    const pieces = found.value.pieces ?? [];
    return pieces.some((piece) => piece.includes(part)) ? PASS : notKnown(found.value, assertion.filterAttribute ?? '');
  }
  return passIf(textOf(found.value).includes(part), '');
}

const WITHOUT_FILTER_PATTERN = 'There is no filter_pattern to compare with.';

/** A log metric filter makes the metric of this name, from the events that a pattern names. */
export const hasAssociatedMetricFilter: ValueOperator = {
  kind: 'value',
  missing: ({ assertion }) => (assertion.filterPattern === null ? skip(WITHOUT_FILTER_PATTERN) : null),
  test: (value, { assertion }, { index, block, subject }) => {
    if (assertion.filterPattern === null) return skip(WITHOUT_FILTER_PATTERN);
    const wanted = conditionOf(assertion.filterPattern);
    const steps = ['metric_transformation', 'name'].map((name) => ({ kind: 'name' as const, name }));
    let open: Outcome | null = null;
    for (const filter of index.ofType('resource', 'aws_cloudwatch_log_metric_filter')) {
      if (filter.root !== block.root) continue;
      const pattern = filter.attributes.entries.get('pattern');
      for (const name of lookupAll(filter.attributes, steps)) {
        if (name.kind !== 'found' || pattern === undefined) continue;
        if (name.value.kind === 'unknown' || pattern.kind === 'unknown') {
          open = notKnown(name.value.kind === 'unknown' ? name.value : pattern, filter.address);
        } else if (textOf(name.value) === textOf(value) && conditionOf(textOf(pattern)).includes(wanted)) return PASS;
      }
    }
    return open ?? fail(`No log metric filter makes the metric of ${subject} from ${assertion.filterPattern}.`);
  },
};

/** What a filter pattern asks for, without braces, blanks and quotes; more conditions may be added to it. */
function conditionOf(pattern: string): string {
  return pattern.replaceAll(/[\s"]/g, '').replace(/^\{/, '').replace(/\}$/, '');
}

/** The bucket that is named here is the one that a trail writes to. */
export const referencesCloudtrailBucket: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, { assertion }, context) => {
    const { index, block, subject } = context;
    const trails = index.ofType('resource', 'aws_cloudtrail').filter(({ root }) => root === block.root);
    if (trails.length === 0) return skip('There is no aws_cloudtrail in the code.');
    const own = targetsBy(block, assertion.attribute, context);
    let open = false;
    for (const trail of trails) {
      const bucket = trail.attributes.entries.get('s3_bucket_name');
      if (bucket === undefined) continue;
      const theirs = targetsBy(trail, 's3_bucket_name', context);
      if (own.some((target) => theirs.includes(target))) return PASS;
      if (value.kind === 'string' && bucket.kind === 'string') {
        if (value.value === bucket.value) return PASS;
      } else open ||= own.length === 0 || theirs.length === 0;
    }
    return open ? notKnown(value, subject) : fail(`${subject} is not the bucket of an aws_cloudtrail.`);
  },
};

function targetsBy(
  block: InfrastructureBlock,
  attribute: string,
  { index }: OperatorContext,
): readonly InfrastructureBlock[] {
  return index
    .graph()
    .targetsOf(block)
    .filter(({ path }) => path.join('.') === attribute)
    .map(({ block: target }) => target);
}
