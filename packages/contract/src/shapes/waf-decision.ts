import { z } from 'zod';
import { boundedText, Timestamp } from './common.ts';
import { ExpiryDate, LinkText } from './waf-values.ts';

const text = z.string().max(10_000).default('');
const project = boundedText(0, 200).default('').describe('empty: for all projects');

/** Members that are left out become empty. */
export const SetWafWaiver = z
  .object({
    reason: text.describe('not blank for a new waiver'),
    owner: text.describe('of a new waiver: the caller when left out'),
    expires: ExpiryDate.default('').describe('a date, that day included; empty: never'),
    project,
    resource: text.describe('pattern of addresses with `*`; empty: all'),
    check: text.describe('id of one check; empty: all'),
  })
  .meta({ id: 'SetWafWaiver' });

export const WafWaiverStatus = z
  .enum(['active', 'expiring', 'expired', 'permanent'])
  .describe('expiring: 30 days or less are left')
  .meta({ id: 'WafWaiverStatus' });

const waiverFields = {
  id: z.string(),
  reason: z.string(),
  owner: z.string(),
  expires: z.string(),
  project: z.string(),
  resource: z.string(),
  check: z.string(),
};
const stored = { created_at: Timestamp, updated_at: Timestamp };

export const WafWaiver = z
  .strictObject({ ...waiverFields, ...stored, status: WafWaiverStatus })
  .meta({ id: 'WafWaiver' });

export const SetWafRisk = z
  .object({
    reason: text,
    approver: text.describe('not blank for a new acceptance'),
    owner: text,
    rfc: text,
    jira_link: LinkText.default(''),
    other_link: LinkText.default(''),
    notes: text,
    risk_level: z.string().max(200).default('accepted'),
    residual_risk: z.string().max(200).default('medium'),
    expires: ExpiryDate.default(''),
    accepted_at: z
      .string()
      .max(40)
      .regex(/^(?:\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?$/, 'must be empty or an instant')
      .default(''),
    project,
  })
  .meta({ id: 'SetWafRisk' });

const riskFields = {
  id: z.string(),
  reason: z.string(),
  approver: z.string(),
  owner: z.string(),
  rfc: z.string(),
  jira_link: z.string(),
  other_link: z.string(),
  notes: z.string(),
  risk_level: z.string(),
  residual_risk: z.string(),
  expires: z.string(),
  accepted_at: z.string(),
  project: z.string(),
};

export const WafRisk = z.strictObject({ ...riskFields, ...stored, status: WafWaiverStatus }).meta({ id: 'WafRisk' });

const change = <T extends z.ZodType>(record: T) => ({
  seq: z.int().describe('grows with time'),
  action: z.enum(['created', 'changed', 'removed']),
  id: z.string(),
  project: z.string(),
  before: record.nullable(),
  after: record.nullable(),
  at: Timestamp,
  by: z.string().nullable().describe('name of the caller'),
});

export const WafWaiverChange = z.strictObject(change(z.strictObject(waiverFields))).meta({ id: 'WafWaiverChange' });
export const WafRiskChange = z.strictObject(change(z.strictObject(riskFields))).meta({ id: 'WafRiskChange' });
