import { installTool } from '@securescan/host';
import type { InstallOptions } from '@securescan/host';
import { describeError } from '@securescan/model';
import { isInstallable, scannerList } from '@securescan/scanners';
import { recordAudit } from '../../audit/record.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { badRequest, conflict, forbidden } from '../../problem/http-problem.ts';

const TIME_LIMIT_MS = 300_000;

export interface InstallParts {
  /** Environment that package managers get; without secrets of the server. */
  readonly environment: InstallOptions['environment'];
  /** Directory with the pinned versions and hashes of the tools. */
  readonly lockDirectory: string;
  /** Replaces the installer, for tests. */
  readonly install?: typeof installTool;
}

/** Installs a tool into the private directory, pinned and checked, one at a time. */
export function createInstallScanner(deps: ServerDeps, parts: InstallParts): Handler<'installScanner'> {
  const { store, config } = deps;
  const install = parts.install ?? installTool;
  let running: string | null = null;

  return async ({ params: { scanner_name: name } }, request) => {
    const scanner = scannerList.find(({ id }) => id === name);
    const tool = scanner?.tool ?? scanner?.optionalTool ?? null;
    if (tool === null || !isInstallable({ tool })) {
      throw badRequest(`Scanner '${name}' cannot be auto-installed. Install it manually.`);
    }
    if (!config.tools.allowInstall) {
      throw forbidden('Installing tools is switched off on this server; SECURESCAN_ALLOW_INSTALL=1 switches it on');
    }
    if (running !== null) throw conflict(`The installation of ${running} is running; try again when it has ended`);
    running = name;
    try {
      const installed = await install(tool, {
        toolsDirectory: config.tools.directory,
        lockDirectory: parts.lockDirectory,
        environment: parts.environment,
        signal: AbortSignal.any([deps.stopping, AbortSignal.timeout(TIME_LIMIT_MS)]),
      });
      await audit('ok');
      const output = `${installed.command} ${installed.version} in ${installed.directory}`;
      return { json: { success: true, message: `Successfully installed ${name}`, output } };
    } catch (error) {
      await audit('failed');
      return { json: { success: false, message: `Failed to install ${name}`, output: describeError(error) } };
    } finally {
      running = null;
    }

    async function audit(outcome: 'ok' | 'failed'): Promise<void> {
      const action = { action: 'scanner.install', target: { type: 'scanner', id: name }, outcome } as const;
      await store.transaction((repositories) => recordAudit(repositories, request, action, deps));
    }
  };
}
