import type { sbomRoutes } from '@securescan/contract';
import { describeError, SecureScanError } from '@securescan/model';
import type { Bom } from '@securescan/model';
import type { StoredSbom } from '@securescan/store';
import { recordAudit } from '../../audit/record.ts';
import { maySee, requireProject, visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RequestContext, RoutesOf } from '../../http/handler.ts';
import type { Offload } from '../../offload/offload.ts';
import type { SbomFormat } from '../../offload/tasks.ts';
import { badRequest, notFound } from '../../problem/http-problem.ts';
import { checkPath } from '../../scans/target-policy.ts';
import type { TargetPolicy } from '../../scans/target-policy.ts';
import { findVisibleScan } from '../find-visible-scan.ts';
import { presentDocument, presentListEntry } from './present.ts';

const FILES: Readonly<Record<SbomFormat, { readonly mediaType: string; readonly extension: string }>> = {
  cyclonedx: { mediaType: 'application/vnd.cyclonedx+json', extension: 'cdx.json' },
  spdx: { mediaType: 'application/spdx+json', extension: 'spdx.json' },
};

export interface SbomParts {
  readonly offload: Offload;
  readonly productVersion: string;
  readonly policy: TargetPolicy;
}

type SbomHandlers = Handlers<RoutesOf<typeof sbomRoutes> | 'getScanSbom'>;

export function createSbomHandlers(deps: ServerDeps, { offload, productVersion, policy }: SbomParts): SbomHandlers {
  const { store, clock, newId } = deps;

  /** Reads the target and keeps its bill of materials. */
  async function generate(
    path: string,
    format: SbomFormat,
    scan: { readonly id: string | null; readonly project: string },
    request: RequestContext,
  ): Promise<{ readonly sbom: StoredSbom; readonly bom: Bom }> {
    const allowed = await checkPath(path, policy);
    const { bom, notes } = await readBom(allowed.path, request.signal);
    const sbom: StoredSbom = {
      id: newId(),
      scanId: scan.id,
      targetPath: path,
      project: scan.project,
      format,
      componentCount: bom.components.length,
      createdAt: clock.now().toISOString(),
    };
    await store.transaction(async (repositories) => {
      await repositories.sboms.add(
        sbom,
        bom,
        bom.components.map(() => newId()),
      );
      const action = {
        action: 'sbom.generate',
        target: { type: 'sbom', id: sbom.id },
        project: sbom.project,
        details: { target: path, components: sbom.componentCount, notes: notes.slice(0, 20) },
      };
      await recordAudit(repositories, request, action, deps);
    });
    return { sbom, bom };
  }

  async function readBom(path: string, signal: AbortSignal) {
    try {
      return await offload.run({ kind: 'bom', path }, signal);
    } catch (error) {
      if (error instanceof SecureScanError && error.code.startsWith('E_TARGET')) throw badRequest(describeError(error));
      throw error;
    }
  }

  /** The document of a kept bill; its date is that of the bill, so it is the same whenever it is asked for. */
  function write({ createdAt }: StoredSbom, bom: Bom, format: SbomFormat, signal: AbortSignal): Promise<string> {
    return offload.run({ kind: 'sbom-document', bom, format, productVersion, now: createdAt }, signal);
  }

  async function findVisible(id: string, { principal }: RequestContext): Promise<StoredSbom> {
    const sbom = await store.sboms.find(id);
    if (sbom === undefined || !maySee(principal, sbom.project)) throw notFound('SBOM not found');
    return sbom;
  }

  return {
    async generateSbom({ query }, request) {
      const format = readFormat(query.format);
      const scan =
        query.scan_id === undefined || query.scan_id === ''
          ? null
          : await findVisibleScan(store, query.scan_id, request.principal);
      const [only, ...others] = request.principal.projects ?? [];
      const project = scan?.project ?? (others.length === 0 ? (only ?? '') : '');
      requireProject(request.principal, project);
      const { sbom, bom } = await generate(query.target_path, format, { id: scan?.id ?? null, project }, request);
      const document = await write(sbom, bom, format, request.signal);
      const head = { sbom_id: sbom.id, format, component_count: sbom.componentCount };
      return { jsonText: `${JSON.stringify(head).slice(0, -1)},"document":${document.trimEnd()}}` };
    },

    async listSboms(_inputs, { principal }) {
      return { json: (await store.sboms.list(visibleProjects(principal))).map(presentListEntry) };
    },

    async listScanSboms({ params }, { principal }) {
      const sboms = (await store.sboms.listOfScan(params.scan_id)).filter(({ project }) => maySee(principal, project));
      return {
        json: await Promise.all(
          sboms.map(async (sbom) => presentDocument(sbom, await store.sboms.components(sbom.id))),
        ),
      };
    },

    async getSbom({ params }, request) {
      const sbom = await findVisible(params.sbom_id, request);
      return { json: presentDocument(sbom, await store.sboms.components(sbom.id)) };
    },

    async exportSbom({ params, query }, request) {
      const format = readFormat(query.format);
      const sbom = await findVisible(params.sbom_id, request);
      const bom = await store.sboms.readBom(sbom.id);
      if (bom === undefined) throw notFound('SBOM not found');
      return { jsonText: await write(sbom, bom, format, request.signal) };
    },

    async getScanSbom({ params, query: { format } }, request) {
      const scan = await findVisibleScan(store, params.scan_id, request.principal);
      const [kept] = await store.sboms.listOfScan(scan.id);
      const keptBom = kept && (await store.sboms.readBom(kept.id));
      const { sbom, bom } =
        kept && keptBom
          ? { sbom: kept, bom: keptBom }
          : await generate(scan.target, format, { id: scan.id, project: scan.project }, request);
      const { mediaType, extension } = FILES[format];
      const name = `securescan-${scan.id.slice(0, 8)}.${extension}`;
      return {
        body: await write(sbom, bom, format, request.signal),
        mediaType,
        headers: { 'content-disposition': `attachment; filename="${name}"` },
      };
    },
  };
}

function readFormat(text: string): SbomFormat {
  if (text === 'cyclonedx' || text === 'spdx') return text;
  throw badRequest("format must be 'cyclonedx' or 'spdx'");
}
