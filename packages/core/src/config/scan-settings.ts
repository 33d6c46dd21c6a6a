import type { ScanSettings } from '../run/request.ts';
import { DEFAULT_SCANNER_OPTIONS } from '../scanner/context.ts';
import type { ScannerOptions } from '../scanner/context.ts';
import { resolvePath } from './paths.ts';
import type { ProjectConfig } from './project-config.ts';

/** True for what semgrep fetches from its registry instead of reading from a file: `auto`, `p/…`, `r/…`, `s/…`. */
export function isSemgrepRegistryName(rule: string): boolean {
  return rule === 'auto' || /^[prs]\/\S+$/.test(rule);
}

/**
 * What a scan needs of a configuration.
 * @param config - from `parseConfig`
 * @param directory - absolute path of the directory of the configuration file; relative paths start there
 * @param options - what flags and environment say, laid over the configuration
 */
export function toScanSettings(
  config: ProjectConfig,
  directory: string,
  options: Partial<ScannerOptions> = {},
): ScanSettings {
  const scanners = Object.entries(config.scanners);
  const controls = config.scannerOptions.wafControls;
  return {
    severityOverrides: config.severityOverrides,
    ignoredRules: config.ignoredRules,
    exclude: config.exclude,
    disabledScanners: scanners.filter(([, { enabled }]) => !enabled).map(([id]) => id),
    scannerTimeoutsMs: Object.fromEntries(
      scanners.flatMap(([id, { timeoutMs }]) => (timeoutMs === null ? [] : [[id, timeoutMs]])),
    ),
    scannerOptions: {
      ...DEFAULT_SCANNER_OPTIONS,
      semgrepRules: config.semgrepRules.map((rule) =>
        isSemgrepRegistryName(rule) ? rule : resolvePath(directory, rule),
      ),
      licences: config.licences,
      ...config.scannerOptions,
      ...(controls === undefined ? {} : { wafControls: controls.map((path) => resolvePath(directory, path)) }),
      ...options,
      zap: { ...DEFAULT_SCANNER_OPTIONS.zap, ...config.scannerOptions.zap, ...options.zap },
    },
  };
}
