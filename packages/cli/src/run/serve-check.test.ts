import { readServerConfig } from '@securescan/server';
import { expect, it } from 'vitest';
import { renderSettings } from './serve-check.ts';

it('shows the settings without any secret', async () => {
  const secrets = [
    'p',
    'an-api-key-that-is-long-enough',
    'listed-key-that-is-long-enough-1',
    'event-token-secret-of-32-bytes-aa',
  ];
  const [password = '', apiKey = '', listed = '', eventSecret = ''] = secrets;
  const settings = await readServerConfig({
    env: {
      DATABASE_URL: `postgres://user:${password}@db.example:5432/scans?sslmode=verify-full`,
      SECURESCAN_API_KEY: apiKey,
      API_KEYS: listed,
      SECURESCAN_EVENT_TOKEN_SECRET: eventSecret,
      SECURESCAN_PORT: '9000',
    },
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  const text = renderSettings(settings.config);
  for (const secret of [apiKey, listed, eventSecret]) expect(text).not.toContain(secret);
  const shown = JSON.parse(text) as {
    port: number;
    database: { url: string };
    auth: { envKey: string; listKeys: object[] };
  };
  expect(shown.port).toBe(9000);
  expect(shown.database.url).toBe('postgres://user:***@db.example:5432/scans?sslmode=verify-full');
  expect(shown.auth).toMatchObject({ envKey: '***', listKeys: [{ digest: '***' }] });
});
