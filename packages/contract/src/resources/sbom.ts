import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { boundedText } from '../shapes/common.ts';
import { GeneratedSbom, SbomDocument, SbomListEntry } from '../shapes/sbom.ts';

// An unknown format is a 400 of the handler, as clients know it, not a 422 of the schema.
const format = z.string().max(20).default('cyclonedx').describe('cyclonedx or spdx');
const params = z.object({ sbom_id: z.string() });

export const sbomRoutes = defineRoutes({
  generateSbom: {
    id: 'generateSbom',
    method: 'POST',
    path: '/sbom/generate',
    tag: 'sbom',
    summary: 'Make and keep a bill of materials of a directory',
    access: withScope('write'),
    query: z.object({ target_path: boundedText(1, 4096), format, scan_id: z.string().optional() }),
    answers: { 200: { description: 'the document', json: GeneratedSbom } },
    errors: { 400: 'unknown format, or a target that does not exist or is not allowed', 404: 'no such scan' },
  },
  listSboms: {
    id: 'listSboms',
    method: 'GET',
    path: '/sbom/history',
    tag: 'sbom',
    summary: 'Kept documents, newest first',
    access: withScope('read'),
    answers: { 200: { description: 'the documents', json: z.array(SbomListEntry) } },
    errors: {},
  },
  listScanSboms: {
    id: 'listScanSboms',
    method: 'GET',
    path: '/sbom/scan/{scan_id}',
    tag: 'sbom',
    summary: 'Documents linked to a scan',
    access: withScope('read'),
    params: z.object({ scan_id: z.string() }),
    answers: { 200: { description: 'the documents', json: z.array(SbomDocument) } },
    errors: {},
  },
  getSbom: {
    id: 'getSbom',
    method: 'GET',
    path: '/sbom/{sbom_id}',
    tag: 'sbom',
    summary: 'One kept document with its components',
    access: withScope('read'),
    params,
    answers: { 200: { description: 'the document', json: SbomDocument } },
    errors: { 404: 'no such document' },
  },
  exportSbom: {
    id: 'exportSbom',
    method: 'GET',
    path: '/sbom/{sbom_id}/export',
    tag: 'sbom',
    summary: 'The bare document',
    access: withScope('read'),
    params,
    query: z.object({ format }),
    answers: { 200: { description: 'the document', mediaTypes: ['application/json'] } },
    errors: { 400: 'unknown format', 404: 'no such document' },
  },
});
