import type { StoreLocation } from '@securescan/store';

/** A list of networks whose forwarding headers are believed. */
export type TrustedProxy = 'loopback' | 'uniquelocal' | 'unix' | (string & {});

/**
 * Everything that can be set, after the environment, `*_FILE` secrets, `.env` and flags were read and checked once at start.
 * Durations are milliseconds unless the name says otherwise. See docs/reference/server-configuration.md, which is made from the
 * table in `settings.ts`.
 */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly database: StoreLocation;
  readonly auth: {
    /** SECURESCAN_API_KEY. */
    readonly envKey: string | null;
    /** API_KEYS and SECURESCAN_API_KEYS. */
    readonly listKeys: readonly ListKey[];
    /** Lines of API_KEYS_FILE with `cert=`: who may come with a client certificate. */
    readonly certificates?: readonly CertificateRule[];
    readonly required: boolean;
    /** SECURESCAN_ALLOW_ANONYMOUS: an open server off loopback. */
    readonly allowAnonymous: boolean;
    /** Null: random per process. */
    readonly eventTokenSecret: string | null;
    /** PUBLIC_URL: what `@authority` of signed requests is compared with; null: the Host header. */
    readonly publicUrl: string | null;
  };
  readonly limits: {
    /** Sliding window per client (hardening R1); 0 is off. */
    readonly ratePerMinute: number;
    /** Token bucket of scan starts. */
    readonly scanRatePerMinute: number;
    readonly scanBurst: number;
    readonly scanRateEnabled: boolean;
    readonly maxStreams: number;
    readonly maxStreamsPerPrincipal: number;
    readonly bodyBytes: number;
    readonly maxConnections: number;
  };
  readonly proxies: readonly TrustedProxy[];
  /** Which header they write; `x-forwarded-for` when left out. */
  readonly forwardedHeader?: 'x-forwarded-for' | 'rfc7239';
  readonly cors: { readonly origins: readonly string[] | '*' };
  readonly tls: {
    readonly certFile: string;
    readonly keyFile: string;
    readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
    readonly clientCaFile: string | null;
    readonly redirectPort: number | null;
    readonly hstsIncludeSubdomains: boolean;
  } | null;
  readonly allowInsecureHttp: boolean;
  /** Browsers get the dashboard at `/`. */
  readonly dashboard: boolean;
  readonly docs: 'public' | 'authenticated' | 'off';
  readonly waf: {
    /** WAFPASS_CONTROLS_DIR as it is set; null: the controls that ship with the product. */
    readonly controlsDirectory: string | null;
    /** WAFPASS_ENV: a label. */
    readonly environment: string;
    /** Whether `/runs` and its like answer at the root, too. */
    readonly rootPaths: boolean;
    readonly sandbox: boolean;
  };
  readonly scans: {
    /** Absolute, links resolved; targets and browsing stay inside. */
    readonly roots: readonly string[];
    readonly maxConcurrent: number;
    readonly toolTimeoutMs: number;
    readonly dastTimeoutMs: number;
    readonly allowPrivateTargets: boolean;
    readonly zap: { readonly address: string; readonly apiKey: string | null };
    readonly nmapExtraArgs: readonly string[];
    /** `try`: in a sandbox where one can be made. */
    readonly jail: 'off' | 'try' | 'require';
  };
  /** Summaries by a language model; off when left out. */
  readonly ai?: { readonly groqKey: string | null };
  readonly tools: { readonly directory: string; readonly allowInstall: boolean };
  readonly webhooks: { readonly allowPrivate: boolean };
  readonly retention: {
    readonly notificationDays: number;
    readonly deliveryDays: number;
    /** Null: scans are kept. */
    readonly scanDays: number | null;
    /** Null: rows of the audit log are kept. */
    readonly auditDays?: number | null;
  };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly format: 'json' | 'text' };
  readonly shutdownGraceMs: number;
  /** Legacy `/api` answers say this. RFC 9110 date. */
  readonly sunset: string;
  /** SECRET_KEY: encrypts secrets at rest; null: they are stored in clear, with a warning. */
  readonly secretKey: string | null;
  readonly audit: { readonly address: 'plain' | 'hash'; readonly checkpointFile: string | null };
  /** SECURESCAN_FAKE_NOW. */
  readonly fakeNow: string | null;
  /** What is weak about it: printed at start as `SECURITY: …`, and by `securescan doctor`. */
  readonly warnings: readonly SecurityWarning[];
}

export interface ListKey {
  /** SHA-256 of the key, 32 bytes. */
  readonly digest: Uint8Array;
  readonly name: string | null;
  readonly role: 'viewer' | 'submitter' | 'analyst' | 'approver' | 'admin' | null;
  readonly projects: readonly string[] | null;
}

/** A client certificate, named by its subject alternative name (else common name), and what its holder may do. */
export interface CertificateRule {
  readonly subject: string;
  readonly name: string | null;
  readonly role: ListKey['role'];
  readonly projects: readonly string[] | null;
}

export interface SecurityWarning {
  readonly what: string;
  readonly fix: string;
}
