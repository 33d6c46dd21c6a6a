import type { RememberedTree } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import {
  applyWaivers,
  checkInfrastructure,
  type ControlEvaluation,
  type InfrastructureCheck,
  readers,
} from '@securescan/waf';
import { listNote } from '../tool-report/index.ts';
import { readControls } from './controls.ts';
import { toFindings } from './map.ts';
import type { CodeOfKind } from './read-infrastructure.ts';
import { readWaivers } from './waivers.ts';

export interface CheckOptions {
  /** Folders and files of controls, relative to the root; empty for the built-in ones. */
  readonly places: readonly string[];
  /** ISO date. */
  readonly today: string;
  readonly signal: AbortSignal;
}

export interface CheckReport {
  readonly findings: readonly RawFinding[];
  readonly notes: readonly string[];
  readonly incomplete: string | null;
}

/** Judges code, kind by kind. */
export async function checkKinds(
  tree: RememberedTree,
  kinds: readonly CodeOfKind[],
  { places, today, signal }: CheckOptions,
): Promise<CheckReport> {
  const { controls, notes: controlNotes } = await readControls(tree, places);
  const { waivers, notes: waiverNotes } = await readWaivers(tree);
  const checks: InfrastructureCheck[] = [];
  for (const { reader, files } of kinds) {
    signal.throwIfAborted();
    checks.push(checkInfrastructure({ reader: readers[reader], files, controls, today }));
  }
  // Once for all kinds: a waiver that one of them does not need is not unused.
  const { evaluations, notes: effects } = applyWaivers(
    checks.flatMap((check) => check.evaluations),
    waivers,
    { today },
  );
  const unread = checks.flatMap(({ state }) => state.diagnostics).filter(({ severity }) => severity === 'error');
  return {
    findings: toFindings(evaluations),
    notes: [...controlNotes, ...waiverNotes, ...effects, ...describeUnread(unread), ...describeUndecided(evaluations)],
    incomplete: unread.length === 0 ? null : 'Some infrastructure code could not be read; see the notes.',
  };
}

type Diagnostic = InfrastructureCheck['state']['diagnostics'][number];

function describeUnread(diagnostics: readonly Diagnostic[]): readonly string[] {
  const sentences = diagnostics.map(({ span, message }) => `${span.file}:${span.start.line}: ${message}`);
  return listNote(sentences, (names) => `Infrastructure code that could not be read whole: ${names}`);
}

function describeUndecided(evaluations: readonly ControlEvaluation[]): readonly string[] {
  const undecided = evaluations.flatMap(({ results }) => results.filter(({ status }) => status === 'SKIP'));
  return listNote(
    undecided.map(({ check }) => check.id),
    (names) => `${undecided.length} check(s) could not be decided before a plan, since values are not known: ${names}.`,
  );
}
