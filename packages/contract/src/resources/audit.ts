import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { AuditEntryView } from '../shapes/audit.ts';
import { queryInteger } from '../shapes/common.ts';

export const auditRoutes = defineRoutes({
  listAudit: {
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    tag: 'audit',
    summary: 'Who did what, newest first; reading it is written down too',
    access: withScope('admin'),
    query: z.object({
      action: z.string().max(100).optional().describe('exactly this action'),
      actor: z.string().max(200).optional().describe('id of a key, env, …'),
      limit: queryInteger(1, 1000).default(100),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .describe('the X-Next-Cursor of the page before'),
    }),
    answers: { 200: { description: 'a page of the log', json: z.array(AuditEntryView), headers: ['X-Next-Cursor'] } },
    errors: {},
  },
});
