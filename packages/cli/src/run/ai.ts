import { createGroq, decideAi, enrichFindings } from '@securescan/core';
import type { AiChoice, AiEnricher, Machine } from '@securescan/core';
import type { Finding, ScanResult, ScanSummary } from '@securescan/model';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import type { ScanChoices } from './scan-choices.ts';

/**
 * The AI service to ask, or null when AI is not wanted or there is no key. Says on stderr who decided when that could
 * surprise.
 */
export async function findAi(
  command: AiChoice['command'],
  configured: boolean | null,
  choices: ScanChoices,
  machine: Machine,
  io: Io,
): Promise<AiEnricher | null> {
  const decision = decideAi({
    command,
    ai: choices.ai === true,
    noAi: choices.ai === false,
    configured,
    ciVariable: io.env.get('CI'),
  });
  if (decision.by === 'ci' && !choices.quiet) {
    await tell(io, 'CI detected, skipping AI enrichment for determinism (use --ai to override)');
  }
  if (!decision.enabled) return null;
  const key = io.env.get('SECURESCAN_GROQ_API_KEY') ?? io.env.get('GROQ_API_KEY');
  if (key !== undefined) return createGroq(machine.http, key);
  await tell(io, 'note: AI advice needs a key; set SECURESCAN_GROQ_API_KEY, or leave --ai out');
  return null;
}

/** Asks the service about severe findings; what it did not answer is told on stderr. */
export async function advise(
  findings: readonly Finding[],
  summary: ScanSummary,
  ai: AiEnricher,
  choices: ScanChoices,
  io: Io,
): Promise<{ readonly findings: readonly Finding[]; readonly aiSummary: string | null }> {
  if (!choices.quiet) {
    await tell(
      io,
      `Running AI enrichment: ${ai.name} gets title, redacted description, severity, rule, CWE and path of severe findings`,
    );
  }
  const { notices, ...enriched } = await enrichFindings(findings, summary, ai, io.signal);
  for (const notice of notices) await tell(io, `warning: ${notice}`);
  return enriched;
}

/** A scan result with advice, when AI is wanted. */
export async function enrichScan(
  result: ScanResult,
  ai: AiEnricher | null,
  choices: ScanChoices,
  io: Io,
): Promise<ScanResult> {
  if (ai === null || result.status !== 'completed') return result;
  return { ...result, ...(await advise(result.findings, result.summary, ai, choices, io)) };
}
