import { z } from 'zod';
import { AnyValue, OptionalText } from '../tool-report/index.ts';

/** One port of a host. All values are text: nmap writes attributes. */
export const NmapPort = z.object({
  portid: z.coerce.number().int().min(0).max(65_535),
  protocol: z.string().catch('tcp'),
  state: z.object({ state: OptionalText }).catch({ state: null }),
  service: z
    .object({ name: OptionalText, product: OptionalText, version: OptionalText })
    .catch({ name: null, product: null, version: null }),
});
export type NmapPort = z.output<typeof NmapPort>;

const Address = z.object({ addr: z.string() });

/** One host; ports are read one by one. An element without content is an empty text. */
export const NmapHost = z.object({
  timedout: OptionalText,
  address: z.array(Address).catch([]),
  ports: z.object({ port: AnyValue }).catch({ port: null }),
});
export type NmapHost = z.output<typeof NmapHost>;

/** The run; hosts are read one by one. */
export const NmapReport = z.object({
  nmaprun: z.preprocess(
    (value) => (value === '' ? {} : value),
    z.object({
      host: AnyValue,
      runstats: z
        .object({ hosts: z.object({ up: z.coerce.number(), total: z.coerce.number() }) })
        .nullish()
        .catch(null),
    }),
  ),
});
export type NmapReport = z.output<typeof NmapReport>;
