import { z } from 'zod';
import { Timestamp } from './common.ts';
import { WafRegulatoryMapping } from './waf-run.ts';
import { filledList, filledText, FreeObject, literalText } from './waf-values.ts';

const WAF_PILLARS = [
  'security',
  'cost',
  'performance',
  'reliability',
  'operational',
  'operations',
  'sustainability',
  'sovereign',
  'architecture',
  'governance',
  'agentic',
] as const;
const WAF_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const WAF_CHECK_ENGINES = [
  'terraform',
  'checkov',
  'manual',
  'config',
  'api',
  'cdk',
  'cloudformation',
  'pulumi',
  'bicep',
  'kubernetes',
  'plan',
] as const;

const text = (maximum = 100_000) => z.string().max(maximum);
const nullableText = text().nullable().default(null);
const texts = z.array(text()).max(1000);

const NewCheck = z.object({
  id: filledText('check id', 500),
  engine: literalText(WAF_CHECK_ENGINES),
  description: filledText('check description', 100_000),
  expected: text().default('true'),
  title: nullableText,
  provider: nullableText,
  scope: FreeObject.nullable().default(null),
  assertions: z.array(FreeObject).max(1000).nullable().default(null),
  remediation: nullableText,
  example: FreeObject.nullable().default(null),
  on_fail: nullableText,
  automated: z.boolean().optional(),
  severity: literalText(WAF_SEVERITIES).optional(),
});

/** A control, with all that control files may hold. */
export const NewWafControl = z
  .object({
    id: filledText('control id', 200).transform((id) => id.toUpperCase()),
    pillar: literalText(WAF_PILLARS),
    severity: literalText(WAF_SEVERITIES),
    type: filledList(text(200), 50, 'at least one type must be selected'),
    description: filledText('description', 100_000),
    checks: filledList(NewCheck, 500, 'at least one check must be defined'),
    regulatory_mapping: z
      .array(z.object({ framework: text(1000), controls: z.array(z.coerce.string()).max(1000).default([]) }))
      .max(200)
      .nullable()
      .default([]),
    source: text(200).nullable().default('wafpass'),
    title: text(1000).optional(),
    status: literalText(['active', 'deprecated', 'draft']).optional(),
    category: text(1000).optional(),
    tags: texts.optional(),
    rationale: text().optional(),
    threat: texts.optional(),
    implementation_guidance: texts.optional(),
    maturity_levels: FreeObject.optional(),
    evidence: FreeObject.optional(),
    references: FreeObject.optional(),
  })
  .meta({ id: 'NewWafControl' });

const free = z.record(z.string(), z.unknown());

export const WafControl = z
  .strictObject({
    id: z.string(),
    pillar: z.string(),
    severity: z.string(),
    type: z.array(z.string()),
    description: z.string(),
    checks: z.array(
      z.strictObject({
        id: z.string(),
        engine: z.string(),
        description: z.string(),
        expected: z.string(),
        title: z.string().nullable(),
        provider: z.string().nullable(),
        scope: free.nullable(),
        assertions: z.array(free).nullable(),
        remediation: z.string().nullable(),
        example: free.nullable(),
        on_fail: z.string().nullable(),
        automated: z.boolean().optional(),
        severity: z.string().optional(),
      }),
    ),
    regulatory_mapping: z.array(WafRegulatoryMapping),
    source: z.string(),
    created_at: Timestamp,
    updated_at: Timestamp,
    title: z.string().optional(),
    status: z.string().optional(),
    category: z.string().optional(),
    tags: z.array(z.string()).optional(),
    rationale: z.string().optional(),
    threat: z.array(z.string()).optional(),
    implementation_guidance: z.array(z.string()).optional(),
    maturity_levels: free.optional(),
    evidence: free.optional(),
    references: free.optional(),
  })
  .meta({ id: 'WafControl' });

const meta = <T extends z.ZodType>(value: T) => z.strictObject({ total: value, page: value, per_page: value });

export const WafControlAnswer = z
  .strictObject({
    data: WafControl,
    meta: meta(z.null()),
    warnings: z.array(z.string()).optional().describe('what of it the engine passes over'),
  })
  .meta({ id: 'WafControlAnswer' });

export const WafControlList = z
  .strictObject({ data: z.array(WafControl), meta: meta(z.int()) })
  .meta({ id: 'WafControlList' });
