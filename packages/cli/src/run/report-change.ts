import { countAtOrAbove } from '@securescan/core';
import type { Clock } from '@securescan/core';
import type { ChangeReport, SeverityThreshold } from '@securescan/model';
import { renderers } from '@securescan/renderers';
import type { Renderer, ReviewOptions } from '@securescan/renderers';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import type { ChangeOptions } from './change-options.ts';
import { countNoun } from './gates.ts';
import { toRenderOptions } from './render-options.ts';
import { writeReports } from './reports.ts';

/** Writes all reports of a change. */
export async function reportChange(
  report: ChangeReport,
  options: ChangeOptions,
  facts: { readonly gate: SeverityThreshold; readonly review: ReviewOptions | null; readonly clock: Clock },
  io: Io,
): Promise<void> {
  const place = { repo: options.place.repo, sha: options.place.sha ?? report.headSha };
  await writeReports(
    options.plans,
    async (plan) => {
      const renderer: Renderer = renderers[plan.format as keyof typeof renderers];
      if (renderer.renderChange === undefined) throw new Error(`${plan.format} cannot show a change`);
      const base = toRenderOptions(plan, { ...facts, place, choices: options.choices }, io);
      return renderer.renderChange(report, { ...base, ...(facts.review === null ? {} : { review: facts.review }) });
    },
    io,
  );
}

/** Says whether new or escalated findings hit the gate. */
export async function checkChangeGate(report: ChangeReport, gate: SeverityThreshold, io: Io): Promise<boolean> {
  const added = countAtOrAbove(report.added, gate);
  const escalated = countAtOrAbove(report.escalated, gate);
  if (added > 0) await tell(io, `Failing: ${countNoun(added, 'new finding')} at or above '${gate}'`);
  if (escalated > 0) {
    await tell(
      io,
      `Failing: ${countNoun(escalated, 'known finding')} at or above '${gate}' that got worse or lost its suppression`,
    );
  }
  return added + escalated > 0;
}
