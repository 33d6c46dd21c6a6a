import { z } from 'zod';

/** The part of a record of `pip-licenses --format=json` that is read. */
export const PipLicence = z.object({
  Name: z.string().min(1),
  Version: z.string().min(1),
  License: z.string(),
});
export type PipLicence = z.infer<typeof PipLicence>;
