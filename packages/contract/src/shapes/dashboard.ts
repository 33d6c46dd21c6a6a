import { ScanType } from '@securescan/model';
import { z } from 'zod';
import { Timestamp } from './common.ts';

const severityCounts = { critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), info: z.int() };

export const ScannerStatus = z
  .strictObject({
    name: z.string(),
    scan_type: ScanType,
    available: z.boolean(),
    message: z.string(),
    description: z.string(),
    checks: z.array(z.string()),
    install_hint: z.string().nullable(),
    installable: z.boolean(),
    version: z.string().nullable(),
  })
  .meta({ id: 'ScannerStatus' });

export const StatusReport = z
  .strictObject({ scanners: z.array(ScannerStatus), checked_at: Timestamp })
  .meta({ id: 'StatusReport' });

export const Stats = z
  .strictObject({
    total_scans: z.int(),
    total_findings: z.int(),
    average_risk_score: z.number(),
    completed_scans: z.int(),
    by_severity: z.strictObject(severityCounts),
    by_status: z.record(z.string(), z.int()),
    open_findings: z.int().describe('shown findings of the latest scan of each target without a closing verdict'),
  })
  .meta({ id: 'Stats' });

export const Trends = z
  .strictObject({
    data: z.array(
      z.strictObject({ date: z.iso.date(), risk_score: z.number(), total_findings: z.int(), ...severityCounts }),
    ),
  })
  .meta({ id: 'Trends' });

export const InstallResult = z
  .strictObject({ success: z.boolean(), message: z.string(), output: z.string().nullable() })
  .meta({ id: 'InstallResult' });

export const DirectoryListing = z
  .strictObject({
    current: z.string(),
    parent: z.string().nullable(),
    entries: z.array(
      z.strictObject({ name: z.string(), path: z.string(), is_dir: z.boolean(), is_repository: z.boolean() }),
    ),
    truncated: z.boolean(),
  })
  .meta({ id: 'DirectoryListing' });
