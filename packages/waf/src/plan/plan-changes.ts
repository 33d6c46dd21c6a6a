/** One resource that a plan changes. Values marked as sensitive are masked. */
export interface PlanChange {
  readonly address: string;
  readonly module_address: string | null;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly action: string;
  /** Absent in the line stream of a plan, which has no values. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
}

export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly replace: number;
  readonly no_op: number;
}

/** What a plan changes, as it stands in the result document. */
export interface PlanChanges {
  readonly terraform_version: string;
  /** `streaming` for the line stream of `terraform plan -json`. */
  readonly format_version: string;
  readonly scanned_at: string;
  readonly summary: PlanCounts;
  /** Of the changes; what changes nothing is not counted here. */
  readonly by_provider: Readonly<Record<string, PlanCounts>>;
  readonly by_action: Readonly<Record<string, readonly PlannedResource[]>>;
  /** Regions and zones that planned values name, in order of appearance. */
  readonly regions: readonly string[];
  /** Without those that change nothing. */
  readonly changes: readonly PlanChange[];
}

export type PlannedResource = Pick<PlanChange, 'address' | 'type' | 'name' | 'provider'>;
