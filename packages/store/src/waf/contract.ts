import type { JsonObject } from '@securescan/model';

/**
 * Times of this part are RFC 3339 in UTC with **microseconds** (`2026-01-02T03:04:05.123456Z`), as the wire has them. Whatever is handed
 * in may have milliseconds; it is written with six digits. Texts of one length, so that their order is the order of time.
 */
export type WafInstant = string;

/** `projects`: null for all, else the caller's; a row of another project is not there for that caller. */
export type ProjectBounds = readonly string[] | null;

/** One check on one block, in the words of the wire. It comes back exactly as it was given, in the order given. */
export interface WafFinding {
  readonly check_id: string;
  readonly check_title: string;
  readonly control_id: string;
  readonly pillar: string;
  readonly severity: string;
  readonly status: string;
  readonly resource: string;
  readonly message: string;
  readonly remediation: string;
  readonly example: JsonObject | null;
  readonly regulatory_mapping: readonly JsonObject[];
  /** Empty where the input has none. */
  readonly file: string;
  readonly line: number | null;
  readonly end_line: number | null;
  /** Empty when it has none. */
  readonly fingerprint: string;
  readonly waived: JsonObject | null;
}

/** What a run is listed with. */
export interface WafRunSummary {
  /** UUID, lower case with dashes. */
  readonly id: string;
  readonly createdAt: WafInstant;
  /** Empty: belongs to no project. */
  readonly project: string;
  readonly branch: string;
  readonly gitSha: string;
  readonly triggeredBy: string;
  readonly iacFramework: string;
  readonly stage: string;
  readonly path: string;
  readonly score: number;
  readonly pillarScores: Readonly<Record<string, number>>;
  /** `Posture` of `@securescan/waf`, of the statuses as posted (no waivers of the server). */
  readonly posture: JsonObject;
  readonly controlsLoaded: number;
  readonly controlsRun: number;
  readonly findingsCount: number;
}

/** The rest of a run but its findings. */
export interface WafRunDetail extends WafRunSummary {
  readonly schemaVersion: string;
  /** `run` of the document: `{is_cicd}`. */
  readonly run: JsonObject;
  readonly detectedRegions: readonly (readonly (string | null)[])[];
  readonly sourcePaths: readonly string[];
  readonly controlsMeta: readonly JsonObject[];
  readonly secretFindings: readonly JsonObject[];
  readonly planChanges: JsonObject | null;
  readonly diagnostics: readonly JsonObject[];
  readonly sourceSnapshot: Readonly<Record<string, string>> | null;
  /** Id of the principal that posted it. */
  readonly createdBy: string | null;
  readonly requestId: string | null;
}

/** A run to be stored; `findingsCount` is counted. */
export interface NewWafRun extends Omit<WafRunDetail, 'findingsCount'> {
  readonly findings: readonly WafFinding[];
}

/** Where a page of a list of runs ended: the next one begins behind that run. */
export interface WafRunCursor {
  readonly createdAt: WafInstant;
  readonly id: string;
}

export interface WafRunFilter {
  readonly projects: ProjectBounds;
  /** Exact, case-sensitive, as `branch` and `stage`. */
  readonly project?: string;
  readonly branch?: string;
  readonly stage?: string;
  /** Created at or after. */
  readonly since?: string;
  /** Created at or before. */
  readonly until?: string;
}

export interface WafRunQuery extends WafRunFilter {
  readonly after?: WafRunCursor;
  readonly offset?: number;
  readonly limit?: number;
}

/** All that are given must hold. */
export interface WafFindingFilter {
  /** Without regard to case, as `pillar` and `status`. */
  readonly severity?: string;
  readonly pillar?: string;
  readonly status?: string;
  /** Exact, as `checkId` and `resource`. */
  readonly controlId?: string;
  readonly checkId?: string;
  readonly resource?: string;
}

/** A finding and its place in its run, from 0; the cursor of a page is the place of its last finding. */
export interface PlacedWafFinding {
  readonly ordinal: number;
  readonly finding: WafFinding;
}

/** A finding in one of the runs that have it. */
export interface WafOccurrence {
  readonly run: WafRunSummary;
  readonly ordinal: number;
  readonly status: string;
  readonly message: string;
}

/** One control of a run: how many of its findings have which status (upper case). */
export interface WafControlTally {
  readonly controlId: string;
  readonly pillar: string;
  readonly findings: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** The last run of a project and branch on one day (UTC), for one pillar; `''` is the run as a whole. */
export interface WafTrendRow {
  readonly project: string;
  readonly branch: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly pillar: string;
  /** Of the document. Null when the document has none for this pillar. */
  readonly score: number | null;
  /** `PillarPosture` of this pillar; null when there is none. */
  readonly posture: JsonObject | null;
  readonly runId: string;
  readonly createdAt: WafInstant;
  /** Runs of that day; the others are not in the row. */
  readonly runs: number;
}

export type RememberedWafRun =
  /** The key is new, or was used so long ago that it is new again. */
  { readonly kind: 'new' } | { readonly kind: 'known'; readonly requestHash: string; readonly runId: string };

/** Results of checks. A run is written once, whole, and never changes. */
export interface WafRunRepository {
  /**
   * Writes the run with its findings. `createdAt` is moved behind that of a run of the same second that is not older, so that the
   * order of arrival is kept.
   * @returns its summary as stored
   */
  add(run: NewWafRun): Promise<WafRunSummary>;
  /** Writes a run of another database as it is, time included. @returns false when there is a run of this id already */
  restore(run: NewWafRun): Promise<boolean>;
  /**
   * Looks a request up by its idempotency key, and remembers it when the key is new. To be called before `add`, in its transaction;
   * a second request waits until that ends. Forgets keys from before `keptSince`.
   */
  remember(request: {
    readonly principal: string;
    readonly key: string;
    readonly requestHash: string;
    readonly runId: string;
    readonly at: string;
    readonly keptSince: string;
  }): Promise<RememberedWafRun>;

  /** Newest first, ties by id descending. */
  list(query: WafRunQuery): Promise<readonly WafRunSummary[]>;
  /** How many `list` would give without cursor, offset and limit. */
  count(filter: WafRunFilter): Promise<number>;
  /** Those of the ids that there are runs of. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  find(id: string, projects: ProjectBounds): Promise<WafRunSummary | undefined>;
  /** Without findings; see `findings`. */
  detail(id: string, projects: ProjectBounds): Promise<WafRunDetail | undefined>;
  controlsMeta(id: string, projects: ProjectBounds): Promise<readonly JsonObject[] | undefined>;
  /** In the order given. Answers on the calling thread: more than some thousands are read in pages. */
  findings(
    id: string,
    filter: WafFindingFilter,
    page: { readonly after?: number; readonly limit: number },
  ): Promise<readonly PlacedWafFinding[]>;
  countFindings(id: string, filter: WafFindingFilter): Promise<number>;
  /** Controls of the run by id, tallied in SQL. */
  tally(id: string): Promise<readonly WafControlTally[]>;
  /** Runs that have the finding, newest first. */
  occurrences(
    fingerprint: string,
    query: { readonly projects: ProjectBounds; readonly limit: number },
  ): Promise<readonly WafOccurrence[]>;
  /** The newest run of each project and branch that passes the filter, by project and branch. */
  latest(filter: WafRunFilter): Promise<readonly WafRunSummary[]>;
  /** The run before this one, of the same project and branch. */
  previous(run: Pick<WafRunSummary, 'id' | 'createdAt' | 'project' | 'branch'>): Promise<WafRunSummary | undefined>;
  /** At most `days` days per project and branch, the newest; rows by project, branch, day, pillar. */
  trend(filter: WafRunFilter, days: number): Promise<readonly WafTrendRow[]>;
}

/** A control written by hand. */
export interface StoredWafControl {
  /** Upper case. */
  readonly id: string;
  readonly pillar: string;
  readonly severity: string;
  /** All else that makes up the control, as it goes on the wire. */
  readonly definition: JsonObject;
  readonly createdAt: WafInstant;
  readonly updatedAt: WafInstant;
}

export interface WafControlFilter {
  readonly pillar?: string;
  readonly severity?: string;
}

export interface WafControlRepository {
  /** Creates or replaces. `updatedAt` moves each time, `createdAt` never. @returns the control as stored, and whether it is new */
  set(
    control: Pick<StoredWafControl, 'id' | 'pillar' | 'severity' | 'definition'>,
    at: string,
  ): Promise<{ readonly control: StoredWafControl; readonly isNew: boolean }>;
  /** Takes over a control of another database with its times, unless the one here was changed later or at the same time. */
  restore(control: StoredWafControl): Promise<Restored>;
  /** Looks the upper-cased id up first, then the id as given. */
  find(id: string): Promise<StoredWafControl | undefined>;
  /** Newest first, ties by id. */
  list(
    filter: WafControlFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<readonly StoredWafControl[]>;
  count(filter: WafControlFilter): Promise<number>;
  /** @returns the control that was removed */
  remove(id: string): Promise<StoredWafControl | undefined>;
}

/** What became of a record of another database. */
export type Restored = 'created' | 'updated' | 'unchanged' | 'kept';

/** Who changes something. */
export interface WafActor {
  /** Id of the principal. */
  readonly principal: string | null;
  /** As it is shown. */
  readonly name: string | null;
}

/** What waivers and risk acceptances have in common. Their key is the id without regard to case, and the project. */
export interface WafDecision {
  /** A control id, or any key of one's own; as it was first written. */
  readonly id: string;
  /** Empty: for all projects. */
  readonly project: string;
}

interface StoredDecision {
  readonly createdAt: WafInstant;
  /** Moves only when a value has really changed. */
  readonly updatedAt: WafInstant;
  /** Principals. */
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
}

export interface WafWaiver extends WafDecision {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  /** Pattern of addresses, empty for all. */
  readonly resource: string;
  /** Id of one check, empty for all. */
  readonly check: string;
}

export interface WafRisk extends WafDecision {
  readonly reason: string;
  readonly approver: string;
  readonly owner: string;
  readonly rfc: string;
  readonly jiraLink: string;
  readonly otherLink: string;
  readonly notes: string;
  readonly riskLevel: string;
  readonly residualRisk: string;
  readonly expires: string;
  readonly acceptedAt: string;
}

export type StoredWafWaiver = WafWaiver & StoredDecision;
export type StoredWafRisk = WafRisk & StoredDecision;

/** One change of a waiver or risk acceptance; `seq` grows with time. */
export interface WafDecisionChange<Decision> {
  readonly seq: number;
  readonly action: 'created' | 'changed' | 'removed';
  readonly id: string;
  readonly project: string;
  /** Null when it was created. */
  readonly before: Decision | null;
  /** Null when it was removed. */
  readonly after: Decision | null;
  readonly at: WafInstant;
  readonly principal: string | null;
  readonly name: string | null;
}

/** Waivers, and risk acceptances likewise. */
export interface WafDecisionRepository<Decision extends WafDecision> {
  /** Creates or replaces; a change is written into the history, and one that changes nothing is none. */
  set(
    decision: Decision,
    actor: WafActor,
    at: string,
  ): Promise<{
    readonly stored: Decision & StoredDecision;
    readonly change: 'created' | 'changed' | 'unchanged';
  }>;
  /** Takes over a record of another database with its times, unless the one here was changed or removed later or at the same time. */
  restore(
    decision: Decision & Pick<StoredDecision, 'createdAt' | 'updatedAt'>,
    actor: WafActor,
    at: string,
  ): Promise<Restored>;
  find(id: string, project: string): Promise<(Decision & StoredDecision) | undefined>;
  /**
   * By id ascending, then project. Without `project` all within the bounds; with one those of it and the global ones (also within the
   * bounds); with an empty one only the global ones.
   */
  list(query: {
    readonly projects: ProjectBounds;
    readonly project?: string;
  }): Promise<readonly (Decision & StoredDecision)[]>;
  /** @returns the record that was removed */
  remove(id: string, project: string, actor: WafActor, at: string): Promise<(Decision & StoredDecision) | undefined>;
  /** Newest first. */
  history(query: {
    readonly projects: ProjectBounds;
    readonly id?: string;
    readonly project?: string;
    /** Behind this one. */
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly WafDecisionChange<Decision>[]>;
}

/** Everything of WAF++ in the database. */
export interface WafRepositories {
  readonly runs: WafRunRepository;
  readonly controls: WafControlRepository;
  readonly waivers: WafDecisionRepository<WafWaiver>;
  readonly risks: WafDecisionRepository<WafRisk>;
}
