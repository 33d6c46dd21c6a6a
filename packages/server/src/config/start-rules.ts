import { isLoopbackHost } from '../auth/addresses.ts';
import type { KeyCensus } from '@securescan/store';
import type { ServerConfig } from './server-config.ts';

/** Whether the configuration names a credential. */
function hasStaticCredential({ auth }: ServerConfig): boolean {
  return auth.envKey !== null || auth.listKeys.length > 0 || (auth.certificates ?? []).length > 0;
}

/** Whether everybody may call, which is for the server's own machine. A server that once had keys is never open again. */
export function isOpen(config: ServerConfig, census: KeyCensus): boolean {
  return !hasStaticCredential(config) && !census.any;
}

/**
 * Why the server must not start, each a sentence with its cure; none when it may. Counted are the credentials of the
 * configuration and of the database together.
 */
export function findStartObjections(config: ServerConfig, census: KeyCensus): readonly string[] {
  const isPublic = !isLoopbackHost(config.host);
  const objections: string[] = [];
  if (config.auth.required && !hasStaticCredential(config) && !census.admin) {
    objections.push(
      'SECURESCAN_AUTH_REQUIRED=1 but no credentials configured. Either set SECURESCAN_API_KEY or create an API key before requiring auth: securescan keys create --admin',
    );
  }
  if (config.auth.required && config.auth.eventTokenSecret === null) {
    objections.push(
      'SECURESCAN_AUTH_REQUIRED=1 requires SECURESCAN_EVENT_TOKEN_SECRET. Generate one with: openssl rand -base64 32',
    );
  }
  if (
    isPublic &&
    !hasStaticCredential(config) &&
    !census.usable &&
    !config.auth.allowAnonymous &&
    !config.auth.required
  ) {
    objections.push(
      `${config.host} can be reached by other machines, and there is no credential. Run one of:\n` +
        '  securescan keys create --admin\n' +
        '  export SECURESCAN_API_KEY="$(openssl rand -base64 32)"\n' +
        'or listen on 127.0.0.1; SECURESCAN_ALLOW_ANONYMOUS=1 is the deliberate way out.',
    );
  }
  if (isPublic && config.tls === null && config.proxies.length === 0 && !config.allowInsecureHttp) {
    objections.push(
      `${config.host} can be reached by other machines, and keys would travel over plain HTTP. Do one of:\n` +
        '  set SECURESCAN_TLS_CERT_FILE and SECURESCAN_TLS_KEY_FILE\n' +
        '  set SECURESCAN_TRUSTED_PROXIES to the addresses of the proxy that speaks TLS in front of this server\n' +
        'SECURESCAN_ALLOW_INSECURE_HTTP=1 is the deliberate way out.',
    );
  }
  return objections;
}
