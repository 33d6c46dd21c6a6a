import { createHmac } from 'node:crypto';

/**
 * Value of `X-SecureScan-Signature`: `t=<unix seconds>,v1=<hex>`, where the hex is HMAC-SHA256 over `<t>.<body>` with the text of the
 * secret. While a secret is being changed there is one `v1` for each valid secret; a receiver accepts if any fits.
 * @see docs/guide/webhooks.md
 */
export function signBody(secrets: readonly string[], unixSeconds: number, body: string): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${unixSeconds}.`).update(body).digest('hex')}`,
  );
  return [`t=${unixSeconds}`, ...signatures].join(',');
}
