import type { Conversion } from '@securescan/store';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';

/** Says on stderr what became of a database of SecureScan 0.x; for `openStore`. */
export function tellConversion(io: Io): { readonly onConversion: (conversion: Conversion) => Promise<void> } {
  return {
    async onConversion({ sentences }) {
      for (const sentence of sentences) await tell(io, `note: ${sentence}`);
    },
  };
}
