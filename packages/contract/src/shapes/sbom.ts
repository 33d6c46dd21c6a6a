import { z } from 'zod';
import { Timestamp } from './common.ts';

export const SBOM_FORMATS = ['cyclonedx', 'spdx'] as const;
export const SbomFormat = z.enum(SBOM_FORMATS);

export const GeneratedSbom = z
  .strictObject({
    sbom_id: z.string(),
    format: SbomFormat,
    component_count: z.int(),
    document: z.record(z.string(), z.unknown()).describe('CycloneDX 1.5 or SPDX 2.3'),
  })
  .meta({ id: 'GeneratedSbom' });

export const SbomListEntry = z
  .strictObject({
    id: z.string(),
    scan_id: z.string().nullable(),
    target_path: z.string(),
    format: SbomFormat,
    created_at: Timestamp,
    component_count: z.int(),
  })
  .meta({ id: 'SbomListEntry' });

export const SbomDocument = z
  .strictObject({
    id: z.string(),
    scan_id: z.string().nullable(),
    target_path: z.string(),
    format: SbomFormat,
    components: z.array(
      z.strictObject({
        id: z.string(),
        sbom_id: z.string(),
        name: z.string(),
        version: z.string(),
        type: z.string(),
        purl: z.string().nullable(),
        license: z.string().nullable(),
        supplier: z.string().nullable(),
      }),
    ),
    created_at: Timestamp,
  })
  .meta({ id: 'SbomDocument' });
