import { type Pillar, PILLARS } from './control.ts';

const ALIASES: Readonly<Record<string, Pillar>> = {
  sec: 'security',
  ops: 'operations',
  op: 'operations',
  operational: 'operations',
  operation: 'operations',
  rel: 'reliability',
  perf: 'performance',
  sus: 'sustainability',
  sustain: 'sustainability',
  sov: 'sovereign',
  sovereignty: 'sovereign',
  arch: 'architecture',
  gov: 'governance',
  agn: 'agentic',
  costs: 'cost',
};

/** The pillar that a word means: its name or a short code, in any case; null for any other word. */
export function pillarOf(word: string): Pillar | null {
  const wanted = word.trim().toLowerCase();
  const named = PILLARS.find((pillar) => pillar === wanted);
  if (named !== undefined) return named;
  return Object.hasOwn(ALIASES, wanted) ? (ALIASES[wanted] ?? null) : null;
}
