import type { RenderOptions } from '@securescan/renderers';
import type { Clock } from '@securescan/core';
import type { SeverityThreshold } from '@securescan/model';
import type { Io } from '../io/io.ts';
import { PRODUCT_VERSION } from '../version.ts';
import type { ReportPlan } from './reports.ts';
import { decideShowSuppressed } from './scan-choices.ts';
import type { ScanChoices } from './scan-choices.ts';

/** Where the code lies on the web. */
export interface WebPlace {
  readonly repo: string | null;
  readonly sha: string | null;
}

/** Choices around one report: colour and width only where it goes to a terminal. */
export function toRenderOptions(
  plan: ReportPlan,
  facts: {
    readonly gate: SeverityThreshold;
    readonly place: WebPlace;
    readonly choices: ScanChoices;
    readonly clock: Clock;
  },
  io: Io,
): RenderOptions {
  const toTerminal = plan.file === null && io.stdout.isTty;
  return {
    productVersion: PRODUCT_VERSION,
    now: facts.clock.now().toISOString(),
    showSuppressed: decideShowSuppressed(facts.choices, plan.format, toTerminal),
    gate: facts.gate,
    colour: plan.file === null && io.stdout.colour && plan.format === 'text',
    width: toTerminal ? io.stdout.columns() : null,
    ...facts.place,
    serverUrl: io.env.get('GITHUB_SERVER_URL') ?? 'https://github.com',
  };
}
