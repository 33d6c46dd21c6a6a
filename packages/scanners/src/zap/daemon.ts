import { SecureScanError } from '@securescan/model';
import type { HttpClient } from '@securescan/core';
import type { z } from 'zod';
import { excerpt } from '../tool-report/index.ts';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** The JSON API of a ZAP daemon. @see https://www.zaproxy.org/docs/api/ */
export interface ZapDaemon {
  /**
   * Asks one endpoint.
   * @param path - for example `spider/action/scan`
   * @throws SecureScanError E_NETWORK, E_REFUSED, E_CANCELLED, E_TOOL_REPORT (an answer of another form)
   */
  ask<Schema extends z.ZodType>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: Schema,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>>;
}

/** Speaks to the daemon at an address; the key goes into a header, never into a URL that may be logged. */
export function createDaemon(http: HttpClient, { address, apiKey }: { address: string; apiKey: string }): ZapDaemon {
  return {
    async ask(path, parameters, schema, signal) {
      const query = new URLSearchParams(parameters).toString();
      const url = `${address.replace(/\/+$/, '')}/JSON/${path}/${query === '' ? '' : `?${query}`}`;
      const response = await http.request(url, {
        headers: { accept: 'application/json', ...(apiKey === '' ? {} : { 'x-zap-api-key': apiKey }) },
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        ...(signal === undefined ? {} : { signal }),
      });
      if (response.status === 401 || response.status === 403) {
        throw new SecureScanError('E_TOOL_REPORT', 'The ZAP daemon refuses the API key; set SECURESCAN_ZAP_API_KEY.');
      }
      const parsed = response.truncated ? null : schema.safeParse(tryJson(response.body));
      if (response.status !== 200 || parsed?.success !== true) {
        throw new SecureScanError(
          'E_TOOL_REPORT',
          `The ZAP daemon answered ${path} with status ${response.status}: ${excerpt(response.body)}`,
        );
      }
      return parsed.data;
    },
  };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no answer of any form we know
  }
}
