import { SecureScanError } from '@securescan/model';
import { normalisePypiName } from '@securescan/inventory';
import type { ScannerContext } from '@securescan/core';
import { parseJsonReport, toAbsolute, unfitNote } from '../tool-report/index.ts';
import type { Environments } from './judge-tree.ts';
import { PipLicence } from './schema.ts';
import { isOwnTool, type InstalledPython, type VirtualEnv } from './virtual-env.ts';

const TIMEOUT_MS = 60_000;
/** What pip-licenses writes when a package says nothing. */
const SILENT = 'UNKNOWN';

/** Records of a report as installed packages. */
export function parsePipLicenses(
  report: unknown,
  environment: string,
): { readonly packages: readonly InstalledPython[]; readonly unfit: number } {
  if (!Array.isArray(report)) throw new SecureScanError('E_TOOL_REPORT', 'The report of pip-licenses is not a list.');
  const parsed = report.map((record) => PipLicence.safeParse(record));
  const packages = parsed.flatMap(({ success, data }): InstalledPython[] => {
    if (!success || isOwnTool(data.Name)) return [];
    const isSilent = data.License.trim() === '' || data.License === SILENT;
    const source = `pip-licenses (${environment})`;
    return [
      {
        name: data.Name,
        version: data.Version,
        path: environment,
        // Several classifiers arrive joined by semicolons.
        evidence: isSilent ? { kind: 'silent', source } : { kind: 'declared', text: data.License, source },
      },
    ];
  });
  return { packages, unfit: parsed.filter(({ success }) => !success).length };
}

/**
 * Completes what the metadata of an environment says by pip-licenses, which asks the environment's own interpreter where its
 * packages lie. That runs a program of the scanned tree, so it happens only where the project says so.
 */
async function completeByTool(
  context: ScannerContext,
  environment: VirtualEnv,
): Promise<{ readonly environment: VirtualEnv; readonly notes: readonly string[] }> {
  const interpreter = toAbsolute(context.tree.root, `${environment.path}/bin/python`);
  const args = [`--python=${interpreter}`, '--from=mixed', '--format=json', '--with-system'];
  const run = await context.runTool(args, { timeoutMs: TIMEOUT_MS, network: false });
  const { packages, unfit } = parsePipLicenses(parseJsonReport('pip-licenses', run), environment.path);
  const told = new Map(environment.packages.map((one) => [normalisePypiName(one.name), one]));
  for (const one of packages) {
    const known = told.get(normalisePypiName(one.name));
    if (known?.evidence.kind === 'declared') continue;
    told.set(normalisePypiName(one.name), known ? { ...known, evidence: one.evidence } : one);
  }
  return { environment: { ...environment, packages: [...told.values()] }, notes: unfitNote('pip-licenses', unfit) };
}

/** Completes each environment; one that the tool cannot list stays as it is, with a note. */
export async function completeAll(context: ScannerContext, found: readonly VirtualEnv[]): Promise<Environments> {
  const environments: VirtualEnv[] = [];
  const notes: string[] = [];
  for (const environment of found) {
    try {
      const completed = await completeByTool(context, environment);
      environments.push(completed.environment);
      notes.push(...completed.notes);
    } catch (error) {
      if (!(error instanceof SecureScanError) || error.code === 'E_CANCELLED') throw error;
      environments.push(environment);
      notes.push(`pip-licenses could not list ${environment.path}: ${error.message}`);
    }
  }
  return { environments, notes };
}
