import type { JsonObject, JsonValue } from '@securescan/model';
import { z } from 'zod';

/** Keys that only the pipeline writes; a report that carries them could otherwise hide or re-rate its own findings. */
const RESERVED = new Set(['suppressed_by', 'original_severity', 'also_reported_by', '__proto__']);
const MAX_CHARACTERS = 16_384;

const Json: z.ZodType<JsonValue> = z.json();

/** An object of a report taken over as it is, without reserved keys; empty when it is no JSON object or over 16 KiB. */
export const ForeignMetadata = z
  .record(z.string(), Json)
  .transform((value): JsonObject => {
    const kept = Object.fromEntries(Object.entries(value).filter(([key]) => !RESERVED.has(key)));
    return JSON.stringify(kept).length > MAX_CHARACTERS ? {} : kept;
  })
  .catch({});
