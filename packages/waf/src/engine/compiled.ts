import { parseAttributePath, type PathStep } from '../controls/attribute-path.ts';
import type { Assertion } from '../controls/control.ts';
import { fromPlain } from '../evaluate/plain.ts';
import { nullValue, type Value } from '../evaluate/values.ts';
import { compilePattern, type Pattern } from '../patterns/pattern.ts';

/** A condition, made ready to be tested on many blocks. */
export interface CompiledAssertion {
  readonly assertion: Assertion;
  /** Empty for the block as a whole. */
  readonly steps: readonly PathStep[];
  readonly fallbackSteps: readonly PathStep[];
  readonly filterSteps: readonly PathStep[];
  readonly expected: Value;
  /** The members of a list that is compared with, or the one value. */
  readonly members: readonly Value[];
  readonly pattern: Pattern | null;
  readonly conditions: readonly CompiledAssertion[];
  readonly siblingCondition: CompiledAssertion | null;
}

const PATTERN_OPERATORS: readonly string[] = [
  'matches',
  'not_matches',
  'not_contains_pattern',
  'json_not_contains_pattern',
];

export function compileAssertion(assertion: Assertion): CompiledAssertion {
  const expected = assertion.expected === null ? nullValue() : fromPlain(assertion.expected);
  const pattern = PATTERN_OPERATORS.includes(assertion.op) ? patternOf(assertion) : null;
  return {
    assertion,
    steps: stepsOf(assertion.attribute),
    fallbackSteps: stepsOf(assertion.fallbackAttribute),
    filterSteps: stepsOf(assertion.filterAttribute),
    expected,
    members: expected.kind === 'list' ? expected.items : [expected],
    pattern: pattern === null ? null : compilePattern(pattern),
    conditions: assertion.conditions.map(compileAssertion),
    siblingCondition: assertion.siblingCondition === null ? null : compileAssertion(assertion.siblingCondition),
  };
}

function patternOf({ pattern, hasExpected, expected }: Assertion): string | null {
  if (pattern !== null) return pattern;
  return hasExpected && (typeof expected === 'string' || typeof expected === 'number') ? String(expected) : null;
}

function stepsOf(path: string | null): readonly PathStep[] {
  return path === null || path === '' ? [] : parseAttributePath(path);
}
