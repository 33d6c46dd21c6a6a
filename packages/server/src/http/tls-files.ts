import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describeError, SecureScanError } from '@securescan/model';
import type { ServerConfig } from '../config/server-config.ts';

type TlsConfig = NonNullable<ServerConfig['tls']>;

/** What TLS is set up with. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | null;
  /** Validity of the certificate. */
  readonly notAfter: Date;
}

/**
 * Reads certificate and key and checks that they belong together and are valid now, so that a half-written pair never gets
 * into the server.
 * @throws SecureScanError E_ENVIRONMENT
 */
export async function readTlsMaterial(config: TlsConfig, now: Date): Promise<TlsMaterial> {
  const [cert, key, ca] = await Promise.all([
    read(config.certFile),
    read(config.keyFile),
    config.clientCaFile === null ? null : read(config.clientCaFile),
  ]);
  const certificate = parse(config.certFile, 'certificate', () => new X509Certificate(cert));
  const privateKey = parse(config.keyFile, 'private key', () => createPrivateKey(key));
  if (ca !== null) parse(config.clientCaFile ?? '', 'certificate', () => new X509Certificate(ca));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw refusal(`${config.keyFile} is not the key of the certificate in ${config.certFile}`);
  }
  const notAfter = new Date(certificate.validTo);
  if (now < new Date(certificate.validFrom) || now > notAfter) {
    throw refusal(
      `the certificate in ${config.certFile} is valid from ${certificate.validFrom} to ${certificate.validTo} only`,
    );
  }
  return { cert, key, ca, notAfter };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw refusal(`${path} cannot be read: ${describeError(error)}`);
  }
}

function parse<T>(path: string, what: string, run: () => T): T {
  try {
    return run();
  } catch {
    throw refusal(`${path} holds no ${what} in PEM form`);
  }
}

function refusal(message: string): SecureScanError {
  return new SecureScanError('E_ENVIRONMENT', message);
}
