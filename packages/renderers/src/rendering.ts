import type { Rendering } from './renderer.ts';

/** A rendering of one file without notices. */
export function single(content: string | Uint8Array): Rendering {
  return { parts: [{ suffix: '', content }], notices: [] };
}
