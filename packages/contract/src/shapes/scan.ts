import { ScanStatus, ScanType } from '@securescan/model';
import { z } from 'zod';
import { boundedText, NullableTimestamp, Timestamp } from './common.ts';

export const ScannerSkip = z
  .strictObject({ name: z.string(), reason: z.string(), install_hint: z.string().nullable() })
  .meta({ id: 'ScannerSkip' });

export const ScannerRow = z
  .strictObject({
    scanner: z.string(),
    scan_type: ScanType,
    state: z.enum(['pending', 'running', 'completed', 'skipped', 'failed', 'cancelled']),
    version: z.string().nullable(),
    duration_s: z.number().nullable(),
    findings_count: z.int().nullable(),
    reason: z.string().nullable().describe('why it was skipped, failed or incomplete'),
    install_hint: z.string().nullable(),
    notes: z.array(z.string()),
  })
  .meta({ id: 'ScannerRow' });

export const Scan = z
  .strictObject({
    id: z.string(),
    target_path: z.string(),
    scan_types: z.array(ScanType),
    status: ScanStatus,
    started_at: NullableTimestamp,
    completed_at: NullableTimestamp,
    findings_count: z.int(),
    risk_score: z.number().nullable(),
    summary: z.string().nullable(),
    error: z.string().nullable(),
    target_url: z.string().nullable(),
    target_host: z.string().nullable(),
    scanners_run: z.array(z.string()),
    scanners_skipped: z.array(ScannerSkip),
    created_at: Timestamp,
    request_id: z.string().nullable().describe('X-Request-ID of the request that started it'),
    project: z.string().nullable().describe('null: belongs to no project'),
    queue_position: z.int().nullable().describe('scans before it, null once it runs'),
    partial: z.boolean().describe('true when not every scanner finished'),
    scanners: z.array(ScannerRow),
    severity_counts: z
      .strictObject({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), info: z.int() })
      .describe('shown findings'),
    origin: z.enum(['cli', 'api']).describe('where it was started'),
  })
  .meta({ id: 'Scan' });

export const ScanRequest = z
  .object({
    target_path: boundedText(1, 4096),
    scan_types: z.array(ScanType).min(1).default(['code', 'dependency']),
    target_url: boundedText(1, 2048).nullable().default(null),
    target_host: boundedText(1, 255).nullable().default(null),
    project: boundedText(0, 200).nullish().describe('default: the one project that the key is bound to, else none'),
  })
  .meta({ id: 'ScanRequest' });

export const ScanSummary = z
  .strictObject({
    total_findings: z.int(),
    critical: z.int(),
    high: z.int(),
    medium: z.int(),
    low: z.int(),
    info: z.int(),
    risk_score: z.number(),
    scanners_run: z.array(z.string()),
    scanners_skipped: z.array(ScannerSkip),
    started_at: NullableTimestamp,
    completed_at: NullableTimestamp,
    duration_s: z.number().nullable(),
    suppressed: z.strictObject({ inline: z.int(), config: z.int(), baseline: z.int() }),
  })
  .meta({ id: 'ScanSummary' });

export const EventToken = z
  .strictObject({ token: z.string(), expires_in: z.int().describe('seconds') })
  .meta({ id: 'EventToken' });
