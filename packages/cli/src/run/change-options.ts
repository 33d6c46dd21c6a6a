import { SecureScanError } from '@securescan/model';
import type { ChangeReport, ScanType, SeverityThreshold } from '@securescan/model';
import { REVIEW_EVENTS } from '@securescan/renderers';
import type { ReviewCoordinates, ReviewEvent } from '@securescan/renderers';
import { createClock } from '@securescan/host';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { CHANGE_FORMATS } from '../commands/shared-options.ts';
import type { Io } from '../io/io.ts';
import { parseChoice } from './choices.ts';
import { parseGate } from './gates.ts';
import type { WebPlace } from './render-options.ts';
import { planReports } from './reports.ts';
import type { ReportPlan } from './reports.ts';
import { parseScanChoices } from './scan-choices.ts';
import type { ScanChoices } from './scan-choices.ts';

/** Families of the commands that compare. */
export const CHANGE_TYPES: readonly ScanType[] = ['code'];

/** Options that `diff` and `compare` share, checked. */
export interface ChangeOptions {
  readonly command: ChangeReport['mode'];
  readonly target: string;
  readonly choices: ScanChoices;
  /** null: as the configuration has it (`diff`), or none (`compare`). */
  readonly gate: SeverityThreshold | null;
  readonly plans: readonly ReportPlan[];
  readonly place: WebPlace;
  readonly baseSha: string | null;
  /** Present exactly when a review is among the reports. */
  readonly review: ReviewChoices | null;
}

export interface ReviewChoices {
  readonly event: ReviewEvent;
  readonly coordinates: ReviewCoordinates;
  readonly suggestions: boolean;
}

/** @throws SecureScanError E_ARGUMENT, E_ENVIRONMENT, E_OUTPUT_PATH */
export async function parseChangeOptions(
  command: ChangeOptions['command'],
  target: string,
  args: ParsedArguments,
  io: Io,
): Promise<ChangeOptions> {
  const plans = await planReports(args, io, CHANGE_FORMATS, io.stdout.isTty ? 'text' : 'github-pr-comment');
  const wantsReview = plans.some(({ format }) => format === 'github-review');
  const review = wantsReview ? parseReviewChoices(args) : null;
  const choices = parseScanChoices(args, io);
  const gate = args.find('fail-on-severity');
  createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  return {
    command,
    target,
    choices,
    gate: gate === undefined ? null : parseGate(gate),
    plans,
    place: {
      repo: args.find('repo') ?? io.env.get('GITHUB_REPOSITORY') ?? null,
      sha: args.find('sha') ?? io.env.get('GITHUB_SHA') ?? null,
    },
    baseSha: args.find('base-sha') ?? null,
    review,
  };
}

function parseReviewChoices(args: ParsedArguments): ReviewChoices {
  const word = args.find('review-event') ?? 'COMMENT';
  const event = REVIEW_EVENTS.find((event) => event === word.toUpperCase());
  if (event === undefined) {
    throw new SecureScanError('E_ARGUMENT', `invalid --review-event '${word}'. Choose ${REVIEW_EVENTS.join(' | ')}.`);
  }
  return {
    event,
    coordinates: parseChoice('--review-coordinates', args.find('review-coordinates') ?? 'line', ['line', 'position']),
    suggestions: !args.has('no-suggestions'),
  };
}
