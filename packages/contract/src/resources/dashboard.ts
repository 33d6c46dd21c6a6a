import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { queryInteger, QueryBoolean } from '../shapes/common.ts';
import { DirectoryListing, InstallResult, Stats, StatusReport, Trends } from '../shapes/dashboard.ts';

const browse = {
  method: 'GET',
  tag: 'dashboard',
  summary: 'Directories below the allowed roots, to choose a target from',
  access: withScope('read'),
  query: z.object({ path: z.string().optional().describe('default: the first allowed root') }),
  answers: { 200: { description: 'the listing', json: DirectoryListing } },
  errors: { 400: 'no such directory', 403: 'outside the allowed roots, or not readable' },
} as const;

export const dashboardRoutes = defineRoutes({
  getStatus: {
    id: 'getStatus',
    method: 'GET',
    path: '/dashboard/status',
    tag: 'dashboard',
    summary: 'Every scanner: found, which version, what to do for the rest',
    access: withScope('read'),
    query: z.object({
      refresh: QueryBoolean.default(false).describe('look again instead of answering from the last 10 s'),
    }),
    answers: { 200: { description: 'the scanners', json: StatusReport } },
    errors: {},
  },
  getStats: {
    id: 'getStats',
    method: 'GET',
    path: '/dashboard/stats',
    tag: 'dashboard',
    summary: 'Totals over all scans',
    access: withScope('read'),
    answers: { 200: { description: 'the totals', json: Stats } },
    errors: {},
  },
  getTrends: {
    id: 'getTrends',
    method: 'GET',
    path: '/dashboard/trends',
    tag: 'dashboard',
    summary: 'The latest completed scan of each day (UTC)',
    access: withScope('read'),
    query: z.object({ days: queryInteger(1, 365).default(30), target: z.string().optional() }),
    answers: { 200: { description: 'a row per day', json: Trends } },
    errors: {},
  },
  installScanner: {
    id: 'installScanner',
    method: 'POST',
    path: '/dashboard/install/{scanner_name}',
    tag: 'dashboard',
    summary: 'Install the pinned version of a tool into the private directory',
    access: withScope('admin'),
    params: z.object({ scanner_name: z.string() }),
    answers: { 200: { description: 'how it went', json: InstallResult } },
    errors: {
      400: 'this scanner cannot be installed by the server',
      404: 'not a scanner name',
      403: 'installing is switched off',
      409: 'another installation is running',
    },
  },
  browse: { id: 'browse', path: '/browse', ...browse },
  browseFromDashboard: { id: 'browseFromDashboard', path: '/dashboard/browse', ...browse },
});
