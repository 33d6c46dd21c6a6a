import type { WafSandboxAnswer } from '@securescan/contract';
import type { ConfigurationFile, ControlProblem, ReaderId } from '@securescan/waf';
import type { z } from 'zod';

/** Code to be checked on a thread. */
export interface SnippetTask {
  readonly reader: ReaderId;
  readonly files: readonly ConfigurationFile[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** A mistake in the code, at its place from 1. */
export interface SnippetError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a check gives, apart from where the controls are. */
export type SnippetReport = Omit<z.input<typeof WafSandboxAnswer>, 'engine' | 'controls_dir' | 'controls_loaded'>;

export type SnippetResult =
  | { readonly kind: 'report'; readonly report: SnippetReport }
  /** The code cannot be read, or there is too much of it. */
  | { readonly kind: 'unreadable'; readonly detail: string; readonly errors: readonly SnippetError[] };

/** What became of control files. */
export interface ControlsResult {
  readonly kind: 'controls';
  /** How many controls can be used. */
  readonly count: number;
  readonly problems: readonly ControlProblem[];
}

/** What a thread answers; one answer to each message. */
export type FromSandbox = SnippetResult | ControlsResult | { readonly kind: 'broken'; readonly reason: string };

/** What a thread is told: the control files, before the first task and whenever they change; tasks, one after another. */
export type ToSandbox =
  | { readonly kind: 'controls'; readonly files: readonly ConfigurationFile[] }
  | { readonly kind: 'check'; readonly task: SnippetTask };
