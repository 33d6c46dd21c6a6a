import { defineRoutes } from '../route.ts';
import { Health, Readiness, ServiceInfo } from '../shapes/system.ts';

export const systemRoutes = defineRoutes({
  getServiceInfo: {
    id: 'getServiceInfo',
    method: 'GET',
    path: '/',
    root: true,
    tag: 'system',
    summary: 'What answers here; a browser gets the dashboard',
    access: { kind: 'public' },
    answers: { 200: { description: 'the service', json: ServiceInfo } },
    errors: {},
  },
  getHealth: {
    id: 'getHealth',
    method: 'GET',
    path: '/health',
    root: true,
    tag: 'system',
    summary: 'The process answers; touches nothing else',
    access: { kind: 'public' },
    answers: { 200: { description: 'alive', json: Health } },
    errors: {},
  },
  getReadiness: {
    id: 'getReadiness',
    method: 'GET',
    path: '/ready',
    root: true,
    tag: 'system',
    summary: 'The server can do its work',
    access: { kind: 'public' },
    answers: { 200: { description: 'ready', json: Readiness } },
    errors: { 503: 'something it needs is away; the checks say what' },
  },
  getMetrics: {
    id: 'getMetrics',
    method: 'GET',
    path: '/metrics',
    root: true,
    tag: 'system',
    summary: 'Metrics in the Prometheus text format',
    access: { kind: 'scope', scopes: ['read'] },
    answers: { 200: { description: 'the metrics', mediaTypes: ['text/plain'] } },
    errors: {},
  },
});
