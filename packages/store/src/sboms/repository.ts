import type { Bom } from '@securescan/model';
import type { Selectable } from 'kysely';
import { clean, cleanOrNull, toJson } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type { Connections, SbomDocumentTable } from '../schema.ts';
import type { SbomRepository, StoredSbom } from './contract.ts';

/** Nine columns each, below the parameter limits of both databases. */
const INSERT_ROWS = 1000;

const LISTED = [
  'id',
  'scan_id',
  'target_path',
  'project',
  'format',
  'component_count',
  'created_at',
] as const satisfies readonly (keyof SbomDocumentTable)[];

export function createSbomRepository({ read, write }: Connections): SbomRepository {
  return {
    async add(sbom, bom, componentIds) {
      await write
        .insertInto('sbom_documents')
        .values({
          id: sbom.id,
          scan_id: sbom.scanId,
          target_path: clean(sbom.targetPath),
          project: sbom.project,
          format: sbom.format,
          bom: toJson(bom),
          component_count: sbom.componentCount,
          created_at: sbom.createdAt,
        })
        .execute();
      const rows = bom.components.map((component, position) => ({
        sbom_id: sbom.id,
        position,
        id: componentIds[position] ?? `${sbom.id}-${position}`,
        name: clean(component.group === null ? component.name : `${component.group}/${component.name}`),
        version: clean(component.version ?? ''),
        type: component.type,
        purl: clean(component.purl),
        license: cleanOrNull(component.licence),
        supplier: cleanOrNull(component.supplier),
      }));
      for (let start = 0; start < rows.length; start += INSERT_ROWS) {
        await write
          .insertInto('sbom_components')
          .values(rows.slice(start, start + INSERT_ROWS))
          .execute();
      }
    },

    async list(projects) {
      const rows = await read
        .selectFrom('sbom_documents')
        .select(LISTED)
        .where(inProjects('project', projects))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toSbom);
    },

    async listOfScan(scanId) {
      const rows = await read
        .selectFrom('sbom_documents')
        .select(LISTED)
        .where('scan_id', '=', scanId)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toSbom);
    },

    async find(id) {
      const row = await read.selectFrom('sbom_documents').select(LISTED).where('id', '=', id).executeTakeFirst();
      return row && toSbom(row);
    },

    async components(id) {
      return read
        .selectFrom('sbom_components')
        .select(['id', 'name', 'version', 'type', 'purl', 'license', 'supplier'])
        .where('sbom_id', '=', id)
        .orderBy('position')
        .execute();
    },

    async readBom(id) {
      const row = await read.selectFrom('sbom_documents').select('bom').where('id', '=', id).executeTakeFirst();
      // Written by `add` and by nobody else.
      return row && (JSON.parse(row.bom) as Bom);
    },
  };
}

function toSbom(row: Pick<Selectable<SbomDocumentTable>, (typeof LISTED)[number]>): StoredSbom {
  return {
    id: row.id,
    scanId: row.scan_id,
    targetPath: row.target_path,
    project: row.project,
    format: row.format === 'spdx' ? 'spdx' : 'cyclonedx',
    componentCount: row.component_count,
    createdAt: row.created_at,
  };
}
