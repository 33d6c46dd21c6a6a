import { z } from 'zod';

/** Text, or null when it is absent or of another type: one odd field must not cost the record. */
export const OptionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? null)
  .catch(null);

/** A 1-based line or column, or null when it is absent, zero, negative or no whole number. */
export const OptionalLine = z.int().positive().nullish().transform(toNull).catch(null);

/** The texts of a list; what is no text is left out, and what is no list is an empty one. */
export const TextList = z
  .array(z.unknown())
  .transform((items) => items.filter((item) => typeof item === 'string'))
  .catch([]);

function toNull<T>(value: T | null | undefined): T | null {
  return value ?? null;
}

/** A key that is read later, part by part; it may be missing. */
export const AnyValue = z.unknown().optional();
