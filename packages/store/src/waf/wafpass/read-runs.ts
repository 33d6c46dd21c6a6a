import type { JsonObject, JsonValue } from '@securescan/model';
import type { NewWafRun, WafFinding } from '../contract.ts';
import type { WafpassDatabase, WafpassRevision, WafpassRow } from './connect.ts';
import { toInteger, toList, toNumbers, toObject, toObjects, toText } from './values.ts';

/** Runs whose ids are asked for at once, and runs that are read whole at once: one may have many megabytes. */
const IDS = 500;
const RUNS = 5;

/** A run of wafpass-server; how it stands is worked out by whoever knows how. */
export interface WafpassRun {
  readonly run: Omit<NewWafRun, 'posture'>;
  /** What could not be taken over, in sentences. */
  readonly notes: readonly string[];
}

/** The columns that came with each revision. */
const COLUMNS: readonly (readonly [WafpassRevision, readonly string[]])[] = [
  [1, ['project', 'branch', 'git_sha', 'triggered_by', 'iac_framework', 'score', 'pillar_scores', 'findings']],
  [2, ['path', 'controls_loaded', 'controls_run', 'detected_regions', 'source_paths']],
  [3, ['controls_meta']],
  [4, ['plan_changes']],
  [6, ['secret_findings']],
];

/** Whole, and with microseconds; the driver would cut them off. */
export function instantOf(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/**
 * Runs from the oldest on, a few at a time.
 * @param isWanted - which of the runs are wanted; the others are not read
 */
export async function* readRuns(
  source: WafpassDatabase,
  isWanted: (ids: readonly string[]) => Promise<(id: string) => boolean>,
): AsyncGenerator<readonly WafpassRun[]> {
  const columns = COLUMNS.filter(([since]) => since <= source.revision).flatMap(([, names]) => names);
  let last: { readonly at: unknown; readonly id: unknown } = {
    at: '-infinity',
    id: '00000000-0000-0000-0000-000000000000',
  };
  for (;;) {
    const keys = await source.query(
      `select id::text as id, created_at::text as at from runs
       where (created_at, id) > ($1::timestamptz, $2::uuid) order by created_at, runs.id limit ${IDS}`,
      [last.at, last.id],
    );
    const end = keys.at(-1);
    if (end === undefined) return;
    last = { at: end['at'], id: end['id'] };
    const ids = keys.map((row) => String(row['id']));
    const wanted = ids.filter(await isWanted(ids));
    for (let start = 0; start < wanted.length; start += RUNS) {
      const rows = await source.query(
        `select id::text as run_id, ${instantOf('created_at')} as created, ${columns.join(', ')} from runs
         where id = any($1::uuid[]) order by created_at, runs.id`,
        [wanted.slice(start, start + RUNS)],
      );
      yield rows.map(toRun);
    }
  }
}

function toRun(row: WafpassRow): WafpassRun {
  const entries = toList(row['findings']);
  const findings = entries.map(toObject).filter((entry) => entry !== null);
  const lost = entries.length - findings.length + (Array.isArray(row['findings']) ? 0 : 1);
  return {
    run: {
      id: toText(row['run_id']),
      createdAt: toText(row['created']),
      project: toText(row['project']),
      branch: toText(row['branch']),
      gitSha: toText(row['git_sha']),
      triggeredBy: toText(row['triggered_by'], 'local'),
      iacFramework: toText(row['iac_framework'], 'terraform'),
      stage: '',
      path: toText(row['path']),
      score: toInteger(row['score']),
      pillarScores: toNumbers(row['pillar_scores']),
      controlsLoaded: toInteger(row['controls_loaded']),
      controlsRun: toInteger(row['controls_run']),
      // It stored neither of them.
      schemaVersion: '1.0',
      run: {},
      detectedRegions: toList(row['detected_regions']).flatMap(toRegion),
      sourcePaths: toList(row['source_paths']).map((path) => toText(path)),
      controlsMeta: toObjects(row['controls_meta']),
      secretFindings: toObjects(row['secret_findings']),
      planChanges: toObject(row['plan_changes']),
      diagnostics: [],
      sourceSnapshot: null,
      createdBy: null,
      requestId: null,
      findings: findings.map(toFinding),
    },
    notes: lost === 0 ? [] : [`run ${toText(row['run_id'])}: ${lost} of its findings are none and were left out`],
  };
}

function toRegion(value: JsonValue): readonly (readonly (string | null)[])[] {
  return Array.isArray(value) ? [value.map((part: JsonValue) => (part === null ? null : toText(part)))] : [];
}

const SEVERITIES = new Set(['critical', 'high', 'medium', 'low']);
const STATUSES = new Set(['PASS', 'FAIL', 'SKIP', 'WAIVED', 'ERROR']);

/** Known words in their usual spelling, others as they are. It stored no place in the code, so there is no fingerprint either. */
function toFinding(entry: JsonObject): WafFinding {
  const severity = toText(entry['severity']);
  const status = toText(entry['status']);
  return {
    check_id: toText(entry['check_id']),
    check_title: toText(entry['check_title']),
    control_id: toText(entry['control_id']),
    pillar: toText(entry['pillar']),
    severity: SEVERITIES.has(severity.toLowerCase()) ? severity.toLowerCase() : severity,
    status: STATUSES.has(status.toUpperCase()) ? status.toUpperCase() : status,
    resource: toText(entry['resource']),
    message: toText(entry['message']),
    remediation: toText(entry['remediation']),
    example: toObject(entry['example']),
    regulatory_mapping: toObjects(entry['regulatory_mapping']),
    file: '',
    line: null,
    end_line: null,
    fingerprint: '',
    waived: null,
  };
}
