import type { ServerConfig } from '../../src/config/server-config.ts';

type Deep<T> = {
  readonly [K in keyof T]?: T[K] extends readonly unknown[] | null ? T[K] : T[K] extends object ? Deep<T[K]> : T[K];
};

/** Settings of a server that a test starts: open, on loopback, limits that no test meets by chance. */
export function makeTestConfig(overrides: Deep<ServerConfig> = {}): ServerConfig {
  return merge(DEFAULTS, overrides) as ServerConfig;
}

const DEFAULTS: ServerConfig = {
  host: '127.0.0.1',
  port: 0,
  database: { kind: 'sqlite', path: ':memory:' },
  auth: {
    envKey: null,
    listKeys: [],
    required: false,
    allowAnonymous: false,
    eventTokenSecret: null,
    publicUrl: null,
  },
  limits: {
    ratePerMinute: 0,
    scanRatePerMinute: 60,
    scanBurst: 10,
    scanRateEnabled: true,
    maxStreams: 1000,
    maxStreamsPerPrincipal: 100,
    bodyBytes: 1024 * 1024,
    maxConnections: 1000,
  },
  proxies: [],
  cors: { origins: [] },
  tls: null,
  allowInsecureHttp: false,
  dashboard: true,
  docs: 'public',
  waf: { controlsDirectory: null, environment: 'local', rootPaths: true, sandbox: true },
  scans: {
    roots: ['/'],
    maxConcurrent: 2,
    toolTimeoutMs: 300_000,
    dastTimeoutMs: 120_000,
    allowPrivateTargets: false,
    zap: { address: 'http://127.0.0.1:8090', apiKey: null },
    nmapExtraArgs: [],
    jail: 'off',
  },
  tools: { directory: '/nonexistent', allowInstall: false },
  webhooks: { allowPrivate: false },
  retention: { notificationDays: 30, deliveryDays: 30, scanDays: null },
  log: { level: 'info', format: 'json' },
  shutdownGraceMs: 20_000,
  sunset: 'Wed, 31 Dec 2026 23:59:59 GMT',
  secretKey: null,
  audit: { address: 'plain', checkpointFile: null },
  fakeNow: null,
  warnings: [],
};

function merge(base: object, changes: object): object {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, change] of Object.entries(changes)) {
    const before = merged[name];
    merged[name] = isPlain(before) && isPlain(change) ? merge(before, change) : change;
  }
  return merged;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
