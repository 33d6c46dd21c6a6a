import { randomUUID } from 'node:crypto';
import { toScanSettings } from '@securescan/core';
import type { BaselineIndex, ScanRequest } from '@securescan/core';
import type { ScanType, Target } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { Io } from '../io/io.ts';
import { defaultJobs, readScannerOptions } from './open-machine.ts';
import type { Project } from './project.ts';
import type { ScanChoices } from './scan-choices.ts';

/** What differs from scan to scan of one command. */
export interface ScanSubject {
  readonly target: Target;
  readonly project: Project;
  readonly scanTypes: readonly ScanType[];
  readonly baseline: BaselineIndex | null;
  readonly onlyPaths?: ReadonlySet<string>;
  /** Suppress nothing, whatever the flags say (`baseline` writes the raw picture). */
  readonly raw?: boolean;
}

/** The request for the engine: flags laid over the configuration, laid over the defaults. */
export function toScanRequest(subject: ScanSubject, choices: ScanChoices, io: Io): ScanRequest {
  const { target, project, raw = false } = subject;
  const settings = toScanSettings(project.config, project.directory, readScannerOptions(io, choices));
  return {
    target,
    scanTypes: subject.scanTypes,
    ...(choices.onlyScanners.length === 0 ? {} : { onlyScanners: choices.onlyScanners }),
    excludeScanners: choices.excludeScanners,
    ...(subject.onlyPaths === undefined ? {} : { onlyPaths: subject.onlyPaths }),
    settings: {
      ...settings,
      exclude: [...settings.exclude, ...choices.exclude],
      ...(raw ? { severityOverrides: {}, ignoredRules: [] } : {}),
    },
    baseline: subject.baseline,
    noSuppress: choices.noSuppress || raw,
    jobs: choices.jobs ?? defaultJobs(),
    scannerTimeoutMs: choices.timeoutMs,
    configPath: project.path,
    scanId: randomUUID(),
  };
}

/**
 * Families to run: those named by `--type`, else those of the scanners named by `--scanner`, else those of the
 * configuration, else the command's own.
 */
export function chooseScanTypes(
  choices: ScanChoices,
  project: Project,
  standard: readonly ScanType[],
): readonly ScanType[] {
  if (choices.types.length > 0) return choices.types;
  const named = scannerList.filter(({ id }) => choices.onlyScanners.includes(id)).map(({ scanType }) => scanType);
  if (named.length > 0) return [...new Set(named)];
  return project.config.scanTypes.length > 0 ? [...new Set(project.config.scanTypes)] : standard;
}
