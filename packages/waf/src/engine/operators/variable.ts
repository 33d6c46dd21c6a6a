import { equals } from '../../evaluate/convert.ts';
import { findUnknown, type Value } from '../../evaluate/values.ts';
import { fail, notKnown, type Outcome, PASS, passIf, skip } from '../outcome.ts';
import { jsonOf } from '../value-text.ts';
import type { OperatorContext, ValueOperator } from './operator.ts';

const WITHOUT_VARIABLE = 'No variable with allowed values is named.';

/** The known list of a variable (`var.x` or `x`), or why there is none. */
function allowedBy(name: string | null, { block, index }: OperatorContext): readonly Value[] | Outcome {
  if (name === null) return skip(WITHOUT_VARIABLE);
  const variable = index.variable(block, name.replace(/^var\./, ''));
  const value = variable?.value ?? variable?.attributes.entries.get('default');
  if (variable === undefined || value === undefined) return skip(`The code has no ${name} with a known value.`);
  if (findUnknown(value) !== null) return notKnown(value, name);
  return 'items' in value ? value.items : [value];
}

function nothingToCompare(variable: string | null, subject: string): Outcome {
  return skip(variable === null ? WITHOUT_VARIABLE : `${subject} is not set, so there is nothing to compare.`);
}

function isOutcome(found: readonly Value[] | Outcome): found is Outcome {
  return 'status' in found;
}

export const inVariable: ValueOperator = {
  kind: 'value',
  missing: ({ assertion: { variable } }, { subject }) => nothingToCompare(variable, subject),
  test: (value, { assertion: { variable } }, context) => {
    const allowed = allowedBy(variable, context);
    if (isOutcome(allowed)) return allowed;
    return passIf(
      allowed.some((one) => equals(one, value)),
      `${context.subject} is ${jsonOf(value)}, which ${variable ?? ''} does not allow.`,
    );
  },
};

/** The region of an ARN is its fourth field. */
export const regionInArnMatches: ValueOperator = {
  kind: 'value',
  onAll: true,
  missing: ({ assertion: { allowedValuesVariable } }, { subject }) => nothingToCompare(allowedValuesVariable, subject),
  test: (value, { assertion: { allowedValuesVariable } }, context) => {
    const allowed = allowedBy(allowedValuesVariable, context);
    if (isOutcome(allowed)) return allowed;
    const fields = value.kind === 'string' ? value.value.split(':') : [];
    const region = fields[0] === 'arn' ? fields[3] : undefined;
    if (region === undefined) return fail(`${context.subject} is no ARN.`);
    return allowed.some((one) => one.kind === 'string' && one.value === region)
      ? PASS
      : fail(
          `${context.subject} is in ${region === '' ? 'no region' : region}, which ${allowedValuesVariable ?? ''} does not allow.`,
        );
  },
};
