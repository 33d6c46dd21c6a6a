import type { SbomDocument, SbomListEntry } from '@securescan/contract';
import type { StoredComponent, StoredSbom } from '@securescan/store';
import type { z } from 'zod';

/** What clients are used to read where no version is known; ranges are none. */
const UNKNOWN = 'unknown';

export function presentListEntry(sbom: StoredSbom): z.input<typeof SbomListEntry> {
  return {
    id: sbom.id,
    scan_id: sbom.scanId,
    target_path: sbom.targetPath,
    format: sbom.format,
    created_at: sbom.createdAt,
    component_count: sbom.componentCount,
  };
}

export function presentDocument(
  sbom: StoredSbom,
  components: readonly StoredComponent[],
): z.input<typeof SbomDocument> {
  return {
    id: sbom.id,
    scan_id: sbom.scanId,
    target_path: sbom.targetPath,
    format: sbom.format,
    components: components.map((component) => ({
      id: component.id,
      sbom_id: sbom.id,
      name: component.name,
      version: component.version === '' ? UNKNOWN : component.version,
      type: component.type,
      purl: component.purl,
      license: component.license,
      supplier: component.supplier,
    })),
    created_at: sbom.createdAt,
  };
}
