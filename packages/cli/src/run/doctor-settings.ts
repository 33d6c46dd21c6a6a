import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describeError } from '@securescan/model';
import { createStaticCredentials, findStartObjections, isLoopbackHost } from '@securescan/server/admin';
import type { ServerConfig } from '@securescan/server/admin';
import type { KeyCensus } from '@securescan/store';
import type { Point } from './doctor-point.ts';
import { weak, well } from './doctor-point.ts';

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is told of. */
const CERTIFICATE_DAYS = 14;

/** What the settings say, judged as `serve` would judge them, with the keys of the database in mind. */
export async function judgeSettings(config: ServerConfig, census: KeyCensus, now: Date): Promise<readonly Point[]> {
  const isLocal = isLoopbackHost(config.host);
  const objections = findStartObjections(config, census).map((text) => {
    const [first = '', ...rest] = text.split('\n');
    return weak(
      'start',
      `the server would not start: ${first}`,
      rest.length > 0 ? rest.map((line) => line.trim()).join('; ') : first,
    );
  });
  return [
    ...objections,
    judgeCredential(config, census),
    await judgeTransport(config, isLocal, now),
    config.limits.ratePerMinute > 0
      ? well('rate limit', `${config.limits.ratePerMinute} requests a minute and client`)
      : isLocal
        ? well('rate limit', 'off, which is fine while only this machine can call')
        : weak('rate limit', 'off', 'set RATE_LIMIT_PER_MINUTE=600'),
    config.cors.origins === '*'
      ? weak('CORS', 'pages of every origin may call', 'list the origins of your pages in CORS_ORIGINS')
      : well('CORS', config.cors.origins.length === 0 ? 'no other origins' : config.cors.origins.join(', ')),
    config.docs === 'public' && !isLocal
      ? weak('documentation', 'the API documentation is public', 'set SECURESCAN_DOCS=authenticated')
      : well('documentation', config.docs === 'public' ? 'open to this machine' : config.docs),
    config.audit.checkpointFile === null && !isLocal
      ? weak(
          'audit checkpoints',
          'written beside the database only',
          'set SECURESCAN_AUDIT_CHECKPOINT_FILE to a file that this machine can only append to',
        )
      : well('audit checkpoints', `written to ${config.audit.checkpointFile ?? 'a file beside the database'}`),
    config.auth.eventTokenSecret !== null || isLocal
      ? well('event tokens', config.auth.eventTokenSecret === null ? 'end with the server' : 'outlive a restart')
      : weak(
          'event tokens',
          'signed with a secret that ends with the server',
          'set SECURESCAN_EVENT_TOKEN_SECRET to the output of: openssl rand -base64 32',
        ),
    ...listOtherWarnings(config),
  ];
}

/** Points above speak of these in their own words. */
const SPOKEN_OF = /^(?:pages of every origin|requests are not limited|the API documentation|the checkpoints of)/;

function listOtherWarnings({ warnings }: ServerConfig): readonly Point[] {
  return warnings.filter(({ what }) => !SPOKEN_OF.test(what)).map(({ what, fix }) => weak('settings', what, fix));
}

function judgeCredential(config: ServerConfig, census: KeyCensus): Point {
  const credentials = createStaticCredentials(config.auth);
  if (!credentials.isEmpty || census.usable) {
    if (credentials.holdsAdmin || census.admin) return well('credential', 'there is one, and one that manages keys');
    return weak('credential', 'none of them manages keys', 'securescan keys create --admin');
  }
  return weak(
    'credential',
    'none: everybody who reaches the server may do everything',
    'securescan keys create --admin',
  );
}

async function judgeTransport(config: ServerConfig, isLocal: boolean, now: Date): Promise<Point> {
  if (config.tls !== null) return judgeCertificate(config.tls.certFile, now);
  if (config.proxies.length > 0) return well('transport', `TLS is left to the proxy at ${config.proxies.join(', ')}`);
  if (isLocal) return well('transport', 'plain HTTP, to this machine only');
  return weak(
    'transport',
    'plain HTTP to other machines',
    'set SECURESCAN_TLS_CERT_FILE and SECURESCAN_TLS_KEY_FILE, or SECURESCAN_TRUSTED_PROXIES behind a proxy with TLS',
  );
}

async function judgeCertificate(file: string, now: Date): Promise<Point> {
  try {
    const { validToDate } = new X509Certificate(await readFile(file));
    const days = Math.floor((validToDate.getTime() - now.getTime()) / DAY_MS);
    const found = `TLS; the certificate ends in ${days} days`;
    return days >= CERTIFICATE_DAYS
      ? well('transport', found)
      : weak('transport', days < 0 ? 'the TLS certificate has ended' : found, `renew ${file}`);
  } catch (error) {
    return weak('transport', `the certificate ${file} cannot be read: ${describeError(error)}`, 'name a PEM file');
  }
}
