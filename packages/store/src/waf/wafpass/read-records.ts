import type { JsonObject } from '@securescan/model';
import type { StoredWafControl, WafDecision, WafRisk, WafWaiver } from '../contract.ts';
import type { WafpassDatabase, WafpassRow } from './connect.ts';
import { instantOf } from './read-runs.ts';
import { toList, toText } from './values.ts';

/** A record with the times that it had. */
type Dated<Record> = Record & { readonly createdAt: string; readonly updatedAt: string };

const TIMES = `${instantOf('created_at')} as created, ${instantOf('updated_at')} as updated`;

export async function readControls(source: WafpassDatabase): Promise<readonly StoredWafControl[]> {
  if (source.revision < 5) return [];
  const rows = await source.query(
    `select id, pillar, severity, type, description, checks, source, ${TIMES} from controls order by id`,
  );
  return rows.map((row) => {
    const definition: JsonObject = {
      type: toList(row['type']),
      description: toText(row['description']),
      checks: toList(row['checks']),
      // It accepted them and kept none.
      regulatory_mapping: [],
      source: toText(row['source'], 'wafpass'),
    };
    return {
      id: toText(row['id']).toUpperCase(),
      pillar: toText(row['pillar']),
      severity: toText(row['severity']),
      definition,
      ...timesOf(row),
    };
  });
}

export async function readWaivers(source: WafpassDatabase): Promise<readonly Dated<WafWaiver>[]> {
  if (source.revision < 7) return [];
  const rows = await source.query(`select id, reason, owner, expires, project, ${TIMES} from waivers order by id`);
  return rows.map((row) => ({
    id: toText(row['id']),
    project: toText(row['project']),
    reason: toText(row['reason']),
    owner: toText(row['owner']),
    expires: toText(row['expires']),
    resource: '',
    check: '',
    ...timesOf(row),
  }));
}

export async function readRisks(source: WafpassDatabase): Promise<readonly Dated<WafRisk>[]> {
  if (source.revision < 7) return [];
  const rows = await source.query(
    `select id, reason, approver, owner, rfc, jira_link, other_link, notes, risk_level, residual_risk, expires, accepted_at,
       project, ${TIMES} from risk_acceptances order by id`,
  );
  return rows.map((row) => ({
    id: toText(row['id']),
    project: toText(row['project']),
    reason: toText(row['reason']),
    approver: toText(row['approver']),
    owner: toText(row['owner']),
    rfc: toText(row['rfc']),
    jiraLink: toText(row['jira_link']),
    otherLink: toText(row['other_link']),
    notes: toText(row['notes']),
    riskLevel: toText(row['risk_level'], 'accepted'),
    residualRisk: toText(row['residual_risk'], 'medium'),
    expires: toText(row['expires']),
    acceptedAt: toText(row['accepted_at']),
    ...timesOf(row),
  }));
}

function timesOf(row: WafpassRow): { readonly createdAt: string; readonly updatedAt: string } {
  return { createdAt: toText(row['created']), updatedAt: toText(row['updated']) };
}

/**
 * Of records that have one key with us (ids are compared without case) the one that was changed last; the other ones are named.
 */
export function keepNewest<Decision extends Dated<WafDecision>>(
  decisions: readonly Decision[],
): { readonly kept: readonly Decision[]; readonly replaced: readonly Decision[] } {
  const newest = new Map<string, Decision>();
  const replaced: Decision[] = [];
  for (const decision of decisions.toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))) {
    const key = JSON.stringify([decision.id.toUpperCase(), decision.project]);
    const earlier = newest.get(key);
    if (earlier !== undefined) replaced.push(earlier);
    newest.set(key, decision);
  }
  return { kept: [...newest.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), replaced };
}
