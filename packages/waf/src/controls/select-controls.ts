import type { Control, Pillar } from './control.ts';

/** The controls of these pillars and with these ids (in any case), in their order; an absent or empty list selects all. */
export function selectControls(
  controls: readonly Control[],
  { pillars = [], ids = [] }: { readonly pillars?: readonly Pillar[]; readonly ids?: readonly string[] },
): readonly Control[] {
  const wanted = new Set(ids.map((id) => id.trim().toUpperCase()));
  return controls.filter(
    ({ id, pillar }) =>
      (pillars.length === 0 || pillars.includes(pillar)) && (wanted.size === 0 || wanted.has(id.toUpperCase())),
  );
}
