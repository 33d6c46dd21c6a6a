import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { ComplianceCoverage, Frameworks } from '../shapes/compliance.ts';

export const complianceRoutes = defineRoutes({
  listFrameworks: {
    id: 'listFrameworks',
    method: 'GET',
    path: '/compliance/frameworks',
    tag: 'compliance',
    summary: 'Frameworks that findings are mapped to',
    access: withScope('read'),
    answers: { 200: { description: 'the frameworks', json: Frameworks } },
    errors: {},
  },
  getCoverage: {
    id: 'getCoverage',
    method: 'GET',
    path: '/compliance/coverage',
    tag: 'compliance',
    summary: 'Controls with findings, per framework',
    access: withScope('read'),
    query: z.object({ scan_id: z.string() }),
    answers: { 200: { description: 'the coverage', json: ComplianceCoverage } },
    errors: { 404: 'no such scan' },
  },
});
