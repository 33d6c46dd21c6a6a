import { fileURLToPath } from 'node:url';
import { SecureScanError } from '@securescan/model';
import { isSemgrepRegistryName, type ScannerContext, type ScannerOptions } from '@securescan/core';

/** Which rules to run with. */
export interface SemgrepConfigs {
  /** Values of `--config`, in order. */
  readonly values: readonly string[];
  /** Those of them that are files or directories. */
  readonly paths: readonly string[];
  /** Whether rules come from semgrep's registry. */
  readonly fromRegistry: boolean;
  /** `auto` chooses rules by asking the registry about the project, which semgrep refuses to do without metrics. */
  readonly needsMetrics: boolean;
}

/** Extensions of the languages that the default rules are written for. */
const DEFAULT_EXTENSIONS: ReadonlySet<string> = new Set([
  '.py', '.pyi', '.js', '.jsx', '.cjs', '.mjs', '.ts', '.tsx', '.cts', '.mts', '.go', '.java',
]); // prettier-ignore

/** Whether the rules of the scan could match in a file of that name; rules that are not ours may be about any file. */
export function mayMatch(path: string, options: ScannerOptions): boolean {
  if (options.semgrepRules.length > 0) return true;
  const extension = /[^/](\.[^./]+)$/.exec(path)?.[1];
  return extension !== undefined && DEFAULT_EXTENSIONS.has(extension.toLowerCase());
}

/** Folder of the rules we ship. A bundle must copy `semgrep/rules` to `rules` beside the file that holds this module. */
export function findDefaultRules(): string {
  return fileURLToPath(new URL('./rules/', import.meta.url));
}

/**
 * The rules of the scan: those configured, else ours.
 * @throws SecureScanError E_CONFIG_NOT_FOUND when a configured path does not exist
 */
export async function readConfigs(context: ScannerContext): Promise<SemgrepConfigs> {
  const configured = context.options.semgrepRules;
  if (configured.length === 0) {
    const values = [findDefaultRules()];
    return { values, paths: values, fromRegistry: false, needsMetrics: false };
  }
  const paths = configured.filter((rule) => !isSemgrepRegistryName(rule));
  for (const rule of paths) {
    if ((await context.host.stat(rule)) === null) {
      throw new SecureScanError(
        'E_CONFIG_NOT_FOUND',
        `semgrep_rules names ${rule}, which does not exist; correct the path in .securescan.yml or remove the entry.`,
        { details: { path: rule } },
      );
    }
  }
  return {
    values: configured,
    paths,
    fromRegistry: paths.length < configured.length,
    needsMetrics: configured.includes('auto'),
  };
}
