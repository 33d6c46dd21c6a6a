import { z } from 'zod';
import { OptionalText } from '../tool-report/index.ts';

/** Text or number, as text: the daemon sends numbers as text, its exports do not always. */
const Word = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((word) => word ?? null)
  .catch(null);

/** An alert in the spelling of the daemon (`risk`, `pluginId`) or of exported reports (`riskcode`, `pluginid`). */
export const ZapAlert = z.object({
  alert: OptionalText,
  name: OptionalText,
  risk: OptionalText,
  riskcode: Word,
  confidence: Word,
  description: OptionalText,
  pluginId: Word,
  pluginid: Word,
  solution: OptionalText,
  method: OptionalText,
  url: OptionalText,
  param: OptionalText,
  evidence: OptionalText,
  cweid: Word,
  wascid: Word,
});
export type ZapAlert = z.output<typeof ZapAlert>;

export const ZapAlerts = z.object({ alerts: z.array(z.unknown()) });
/** Answer to `action/scan`: the number of the scan. */
export const ZapStarted = z.object({ scan: z.union([z.string(), z.number().transform(String)]) });
/** Answer to `view/status`: per cent. */
export const ZapStatus = z.object({ status: z.coerce.number() });
/** Answer to `pscan/view/recordsToScan`. */
export const ZapBacklog = z.object({ recordsToScan: z.coerce.number() });
export const ZapVersion = z.object({ version: z.string() });
