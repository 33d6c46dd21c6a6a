import type { NewWafRun } from '@securescan/contract';
import type { JsonObject } from '@securescan/model';
import type { NewWafRun as StoredRun, WafFinding } from '@securescan/store';
import { CONTROL_SEVERITIES, postureOf, scoredControlsOf } from '@securescan/waf';
import type { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import type { Principal } from '../../auth/principal.ts';
import { requireProject } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { hashRequest, IDEMPOTENCY_MS, readIdempotencyKey, toReuseProblem } from '../scans/idempotency.ts';
import { presentSummary } from './present.ts';

type Body = z.output<typeof NewWafRun>;

const STATUSES: ReadonlySet<string> = new Set(['PASS', 'FAIL', 'SKIP', 'WAIVED', 'ERROR']);
const SEVERITIES: ReadonlySet<string> = new Set(CONTROL_SEVERITIES);

/** Stores a result document. A repeated request with the same Idempotency-Key stores nothing and gets the first one's answer. */
export function createCreateRun(deps: ServerDeps): Handler<'createWafRun'> {
  const { store, clock, newId } = deps;
  return async ({ body }, request) => {
    const project = chooseProject(request.principal, body.project);
    requireProject(request.principal, project);
    const key = readIdempotencyKey(request.headers);
    const requestHash = key === null ? '' : hashRequest([{ ...body, project }]);
    const id = newId();
    const now = clock.now();
    const run = toRun(body, {
      id,
      project,
      createdAt: now.toISOString(),
      createdBy: request.principal.id,
      requestId: request.requestId,
    });
    const summary = await store.transaction(async (repositories) => {
      const { runs } = repositories.waf;
      if (key !== null) {
        const remembered = await runs.remember({
          principal: request.principal.id,
          key,
          requestHash,
          runId: id,
          at: now.toISOString(),
          keptSince: new Date(now.getTime() - IDEMPOTENCY_MS).toISOString(),
        });
        if (remembered.kind === 'known') {
          if (remembered.requestHash !== requestHash) throw toReuseProblem(key);
          const known = await runs.find(remembered.runId, null);
          if (known !== undefined) return known;
        }
      }
      const added = await runs.add(run);
      const details = { branch: run.branch, git_sha: run.gitSha, score: run.score, findings: run.findings.length };
      await recordAudit(
        repositories,
        request,
        { action: 'waf.run.add', target: { type: 'waf-run', id }, project, details },
        deps,
      );
      return added;
    });
    return { json: presentSummary(summary) };
  };
}

/** The project that is named, else the only one of the key. */
function chooseProject({ projects }: Principal, wanted: string): string {
  const [only] = projects ?? [];
  return wanted === '' && projects?.length === 1 && only !== undefined ? only : wanted;
}

function toRun(
  body: Body,
  identity: Pick<StoredRun, 'id' | 'project' | 'createdAt' | 'createdBy' | 'requestId'>,
): StoredRun {
  const controlsMeta = body.controls_meta.map((control) => ({
    ...control,
    severity: toSeverity(control.severity),
  }));
  const findings = toFindings(body);
  return {
    ...identity,
    branch: body.branch,
    gitSha: body.git_sha,
    triggeredBy: body.triggered_by,
    iacFramework: body.iac_framework,
    stage: body.stage,
    path: body.path,
    score: body.score,
    pillarScores: body.pillar_scores,
    // An interface has no index signature, although all of its members are JSON.
    posture: postureOf(scoredControlsOf({ controls_meta: controlsMeta, findings })) as unknown as JsonObject,
    controlsLoaded: body.controls_loaded,
    controlsRun: body.controls_run,
    schemaVersion: body.schema_version,
    run: toObject(body.run),
    detectedRegions: body.detected_regions,
    sourcePaths: body.source_paths,
    controlsMeta: controlsMeta.map(toObject),
    secretFindings: body.secret_findings,
    planChanges: body.plan_changes === null ? null : toObject(body.plan_changes),
    diagnostics: body.diagnostics,
    sourceSnapshot: body.source_snapshot,
    findings,
  };
}

/** Words in their canonical form; texts that a compact document has in its controls only, in each finding. */
function toFindings({ findings, controls_meta: controls }: Body): readonly WafFinding[] {
  const checks = new Map(
    controls.flatMap((control) =>
      control.checks.map((check) => [`${control.id}\0${check.id}`, { ...check, mapping: control.regulatory_mapping }]),
    ),
  );
  return findings.map((finding): WafFinding => {
    const { remediation, example, regulatory_mapping: mapping, control_id, check_id } = finding;
    const isCompact = remediation === '' && example === null && mapping.length === 0;
    const check = isCompact ? checks.get(`${control_id}\0${check_id}`) : undefined;
    const severity = toSeverity(finding.severity);
    const status = toStatus(finding.status);
    // It came out of `JSON.parse`; copies of all findings would cost as much as reading them.
    const own = finding as WafFinding;
    if (check === undefined && severity === finding.severity && status === finding.status) return own;
    return {
      check_id: own.check_id,
      check_title: own.check_title,
      control_id: own.control_id,
      pillar: own.pillar,
      severity,
      status,
      resource: own.resource,
      message: own.message,
      remediation: check?.remediation ?? own.remediation,
      example: check === undefined ? own.example : toNullableObject(check.example),
      regulatory_mapping: check?.mapping ?? own.regulatory_mapping,
      file: own.file,
      line: own.line,
      end_line: own.end_line,
      fingerprint: own.fingerprint,
      waived: own.waived,
    };
  });
}

function toSeverity(text: string): string {
  if (SEVERITIES.has(text)) return text;
  const word = text.toLowerCase();
  return SEVERITIES.has(word) ? word : text;
}

function toStatus(text: string): string {
  if (STATUSES.has(text)) return text;
  const word = text.toUpperCase();
  return STATUSES.has(word) ? word : text;
}

/** It came out of `JSON.parse`. */
function toObject(value: object): JsonObject {
  return value as JsonObject;
}

function toNullableObject(value: object | null): JsonObject | null {
  return value === null ? null : toObject(value);
}
