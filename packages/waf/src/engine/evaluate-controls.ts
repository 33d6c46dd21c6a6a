import { type Check, CONTROL_SEVERITIES, type Control, type ControlSeverity } from '../controls/control.ts';
import { compilePattern, type Pattern } from '../patterns/pattern.ts';
import type { InfrastructureBlock } from '../state/block.ts';
import type { InfrastructureState } from '../state/state.ts';
import { type BlockIndex, createBlockIndex } from './block-index.ts';
import { statusOfControl } from './control-status.ts';
import { compileAssertion, type CompiledAssertion } from './compiled.ts';
import type { AssertionResult, CheckResult, ControlEvaluation } from './evaluation.ts';
import { testAssertion, type UnknownMode } from './test-assertion.ts';
import { canonicalProvider, providerOf, usedProviders } from './used-providers.ts';

export interface EvaluateOptions {
  /** Names by which checks mean this kind of code. */
  readonly engines: readonly string[];
  /** Only checks of this severity or a higher one run. */
  readonly severity?: ControlSeverity;
  /** `skip` unless given. */
  readonly unknown?: UnknownMode;
  /** What it means that the code uses a provider and has no block that a check is about; `skip` unless given. */
  readonly absent?: AbsentMode;
}

/** No result, or a failure, as for a check with `require: present`. */
export type AbsentMode = 'skip' | 'fail';

interface Run {
  readonly engines: readonly string[];
  readonly least: number;
  readonly unknown: UnknownMode;
  readonly absent: AbsentMode;
  readonly index: BlockIndex;
  readonly providers: ReadonlySet<string>;
}

const ALL_PASSED = 'All assertions passed.';

/** Evaluates controls on infrastructure code: in the order of the controls, their checks and the blocks. */
export function evaluateControls(
  controls: readonly Control[],
  state: InfrastructureState,
  { engines, severity = 'low', unknown = 'skip', absent = 'skip' }: EvaluateOptions,
): readonly ControlEvaluation[] {
  const index = createBlockIndex(wholeBlocks(state));
  const least = CONTROL_SEVERITIES.indexOf(severity);
  const run: Run = { engines, least, unknown, absent, index, providers: usedProviders(index) };
  return controls.map((control) => evaluateControl(control, run));
}

/** Without blocks of which a part could not be read: that a check fails on them, or passes, would mean nothing. */
function wholeBlocks({ blocks, diagnostics }: InfrastructureState): readonly InfrastructureBlock[] {
  const errors = Map.groupBy(
    diagnostics.filter(({ isSyntax }) => isSyntax === true).map(({ span }) => span),
    ({ file }) => file,
  );
  if (errors.size === 0) return blocks;
  return blocks.filter(({ span }) => {
    if (span === null) return true;
    const { start, end } = span;
    return !errors
      .get(span.file)
      ?.some((error) => error.start.offset >= start.offset && error.start.offset <= end.offset);
  });
}

function evaluateControl(control: Control, run: Run): ControlEvaluation {
  const results: CheckResult[] = [];
  const dropped: { readonly check: Check; readonly reason: string }[] = [];
  for (const check of control.checks) {
    const reason = whyDropped(check, run);
    if (reason === null) results.push(...runCheck(check, run));
    else dropped.push({ check, reason });
  }
  return { control, status: statusOfControl(results), results, waiver: null, dropped };
}

function whyDropped({ engine, provider, severity }: Check, { engines, least, providers }: Run): string | null {
  if (!engines.includes(engine)) return `it is for ${engine}, not for ${engines.join(' or ')}`;
  if (CONTROL_SEVERITIES.indexOf(severity) > least) return `its severity ${severity} is too low for this run`;
  if (provider === null || provider === 'any' || providers.size === 0) return null;
  return providers.has(canonicalProvider(provider)) ? null : `the code does not use the provider ${provider}`;
}

function runCheck(check: Check, run: Run): readonly CheckResult[] {
  const { scope, assertions } = check;
  const named = scope.namePattern === null ? null : compilePattern(scope.namePattern);
  const filter = scope.filter === null ? null : compileAssertion(scope.filter);
  const blocks = run.index
    .select(scope)
    .filter((block) => (named === null || hasName(block, named)) && !isOfOtherProvider(check, block));
  const isRequired = scope.require === 'present' || run.absent === 'fail';
  if (blocks.length === 0 && !isRequired) return [];
  const compiled = assertions.map(compileAssertion);
  const results = blocks.flatMap((block) => runOnBlock(check, block, filter, compiled, run));
  return results.length === 0 && isRequired ? [absentBlock(check)] : results;
}

/** Where blocks of all kinds are meant, those of another provider are not. */
function isOfOtherProvider({ scope, provider }: Check, block: InfrastructureBlock): boolean {
  if (scope.blockKind !== 'any' || provider === null || provider === 'any') return false;
  const own = providerOf(block);
  return own !== null && own !== canonicalProvider(provider);
}

/** Providers have no name of their own. */
function hasName({ name, type }: InfrastructureBlock, pattern: Pattern): boolean {
  return pattern.test(name === '' ? type : name) === true;
}

function runOnBlock(
  check: Check,
  block: InfrastructureBlock,
  filter: CompiledAssertion | null,
  compiled: readonly CompiledAssertion[],
  { index, unknown }: Run,
): readonly CheckResult[] {
  const base = { check, block, resource: block.address };
  if (filter !== null) {
    const { status, why } = testAssertion(block, filter, index, unknown);
    if (status === 'FAIL') return [];
    if (status === 'SKIP') {
      const message = `Whether this block is meant is not decided: ${why}`;
      return [{ ...base, status, message, span: block.span, assertions: [] }];
    }
  }
  if (isOpenScope(check, block) && compiled.length > 0 && !compiled.some((one) => defines(block, one))) return [];
  const assertions = compiled.map((one): AssertionResult => {
    const { status, why, span } = testAssertion(block, one, index, unknown);
    const { attribute, op, message } = one.assertion;
    return { attribute, op, status, message: status === 'FAIL' ? (message ?? why) : why, span: span ?? block.span };
  });
  const decisive = assertions.filter(({ status }) => status === 'FAIL');
  const open = assertions.filter(({ status }) => status === 'SKIP');
  const span = decisive[0]?.span ?? block.span;
  if (decisive.length > 0) return [{ ...base, status: 'FAIL', message: join(decisive), span, assertions }];
  if (open.length > 0) return [{ ...base, status: 'SKIP', message: join(open), span, assertions }];
  return [{ ...base, status: 'PASS', message: ALL_PASSED, span, assertions }];
}

/**
 * Blocks of any kind have little in common, and local values stand in any number of blocks: one without what is asked for
 * is not meant.
 */
function isOpenScope({ scope }: Check, block: InfrastructureBlock): boolean {
  return scope.blockKind === 'any' || block.kind === 'locals';
}

function defines({ attributes }: InfrastructureBlock, { steps }: CompiledAssertion): boolean {
  const [first] = steps;
  return first?.kind !== 'name' || attributes.entries.has(first.name);
}

function join(results: readonly AssertionResult[]): string {
  return results.map(({ message }) => message).join('; ');
}

/** The result of a check that requires a block where there is none. */
function absentBlock(check: Check): CheckResult {
  const { blockKind, resourceTypes } = check.scope;
  const resource = resourceTypes.length === 0 ? blockKind : resourceTypes.join(' or ');
  const own = check.assertions.flatMap(({ message }) => message ?? [])[0];
  const message = own ?? `The code has no ${resource}.`;
  return { check, status: 'FAIL', block: null, resource, message, span: null, assertions: [] };
}
