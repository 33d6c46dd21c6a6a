import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { createClock } from '@securescan/host';
import { describeError } from '@securescan/model';
import { parseNetwork } from '../plugins/client-address.ts';
import { expandHome } from './database.ts';
import { parseOrigins } from './origins.ts';
import type { ServerConfig } from './server-config.ts';
import type { ValueOf } from './setting.ts';
import type { SettingId, settings } from './settings.ts';

/** Every setting as its kind says; null where nothing is set. */
export type Values = { readonly [Id in SettingId]: ValueOf<(typeof settings)[Id]> | null };

/** Tells a problem of a setting. */
export type Report = (id: SettingId, message: string) => void;

export function readPublicUrl(text: string | null, report: Report): string | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  report('publicUrl', 'is not an http(s) URL');
  return null;
}

export function readProxies(entries: readonly string[] | null, report: Report): readonly string[] {
  for (const entry of entries ?? []) {
    if (!['loopback', 'uniquelocal', 'unix'].includes(entry) && parseNetwork(entry) === null) {
      report(
        'trustedProxies',
        `${JSON.stringify(entry)} is neither an address, a network like 10.0.0.0/8, loopback, uniquelocal nor unix`,
      );
    }
  }
  return entries ?? [];
}

export function readOrigins(entries: readonly string[] | null, report: Report): readonly string[] | '*' {
  const parsed = parseOrigins(entries ?? []);
  if ('origins' in parsed) return parsed.origins;
  for (const problem of parsed.problems) report('corsOrigins', problem);
  return [];
}

export function readTls(values: Values, report: Report): ServerConfig['tls'] {
  const { tlsCert, tlsKey } = values;
  if (tlsCert === null && tlsKey === null) {
    if (values.tlsClientCa !== null)
      report('tlsClientCa', 'needs SECURESCAN_TLS_CERT_FILE and SECURESCAN_TLS_KEY_FILE');
    if (values.redirectPort !== null)
      report('redirectPort', 'needs SECURESCAN_TLS_CERT_FILE and SECURESCAN_TLS_KEY_FILE');
    return null;
  }
  if (tlsCert === null) report('tlsKey', 'needs SECURESCAN_TLS_CERT_FILE beside it');
  if (tlsKey === null) report('tlsCert', 'needs SECURESCAN_TLS_KEY_FILE beside it');
  return {
    certFile: tlsCert ?? '',
    keyFile: tlsKey ?? '',
    minVersion: values.tlsMinVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    clientCaFile: values.tlsClientCa,
    redirectPort: values.redirectPort,
    hstsIncludeSubdomains: values.hstsSubdomains ?? false,
  };
}

export function readDocs(values: Values, isLoopback: boolean, report: Report): ServerConfig['docs'] {
  const { docs, docsPublic } = values;
  if (docs !== null && docsPublic !== null)
    report('docsPublic', 'is said by SECURESCAN_DOCS already; keep one of them');
  if (docs !== null && docs !== 'auto') return docs;
  if (docsPublic !== null) return docsPublic ? 'public' : 'authenticated';
  return isLoopback ? 'public' : 'authenticated';
}

export function readRoots(entries: readonly string[] | null, home: string, report: Report): readonly string[] {
  return (entries ?? ['/']).map((entry) => {
    const path = expandHome(entry, home);
    if (!isAbsolute(path)) {
      report('scanRoots', `${JSON.stringify(entry)} is not an absolute path`);
      return path;
    }
    try {
      const real = realpathSync(path);
      if (!statSync(real).isDirectory()) report('scanRoots', `${JSON.stringify(entry)} is not a directory`);
      return real;
    } catch (error) {
      report('scanRoots', `${JSON.stringify(entry)} cannot be used: ${describeError(error)}`);
      return resolve(path);
    }
  });
}

const LEVELS = { warning: 'warn', critical: 'error' } as const;

export function readLevel(level: Values['logLevel']): ServerConfig['log']['level'] {
  if (level === 'warning' || level === 'critical') return LEVELS[level];
  return level ?? 'info';
}

export function readFormat({ logFormat, testing, inContainer }: Values): 'json' | 'text' {
  if (logFormat !== null) return logFormat.toLowerCase() === 'json' ? 'json' : 'text';
  return testing === null && inContainer !== null ? 'json' : 'text';
}

/** As it is documented, letter by letter: clients compare it, although that day is a Thursday. */
const DOCUMENTED_SUNSET = 'Wed, 31 Dec 2026 23:59:59 GMT';

export function readSunset(text: string | null, report: Report): string {
  if (text === null) return DOCUMENTED_SUNSET;
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date.toUTCString();
  report('legacySunset', `${JSON.stringify(text)} is not a date; write it as 2027-06-30T23:59:59Z`);
  return '';
}

export function readFakeNow(text: string | null, report: Report): string | null {
  if (text === null) return null;
  try {
    createClock(text);
  } catch (error) {
    report('fakeNow', describeError(error));
  }
  return text;
}
