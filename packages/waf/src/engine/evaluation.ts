import type { Check, Control } from '../controls/control.ts';
import type { Span } from '../hcl/span.ts';
import type { InfrastructureBlock } from '../state/block.ts';

export type CheckStatus = 'PASS' | 'FAIL' | 'SKIP';
export type ControlStatus = CheckStatus | 'WAIVED';

/** How one assertion came out. */
export interface AssertionResult {
  readonly attribute: string;
  readonly op: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** Where the value stands that was looked at, else the block, else null. */
  readonly span: Span | null;
}

/** One check on one block. */
export interface CheckResult {
  readonly check: Check;
  readonly status: CheckStatus;
  /** The block; null for a check that requires one and found none. */
  readonly block: InfrastructureBlock | null;
  /** Address of the block, or what is required. */
  readonly resource: string;
  readonly message: string;
  /** The place that is wrong: of the first failed assertion, else of the block. */
  readonly span: Span | null;
  readonly assertions: readonly AssertionResult[];
  /** The waiver that covers this failure; absent for none. */
  readonly waiver?: AppliedWaiver;
}

export interface AppliedWaiver {
  readonly reason: string;
  /** ISO date, empty for no end. */
  readonly expires: string;
}

export interface ControlEvaluation {
  readonly control: Control;
  readonly status: ControlStatus;
  readonly results: readonly CheckResult[];
  readonly waiver: AppliedWaiver | null;
  /** Checks that did not run, each with its reason. */
  readonly dropped: readonly { readonly check: Check; readonly reason: string }[];
}
