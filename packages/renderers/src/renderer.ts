import type { Bom, ChangeReport, ScanResult, SeverityThreshold } from '@securescan/model';

/** Facts and choices around a rendering; everything that is not in the data comes from here, nothing from the environment. */
export interface RenderOptions {
  /** Version of the product, for tool descriptions. */
  readonly productVersion: string;
  /** ISO 8601 instant in UTC, for formats that carry a date. */
  readonly now: string;
  readonly showSuppressed: boolean;
  /** The gate in force. */
  readonly gate: SeverityThreshold;
  /** Terminal colours; false on a pipe. */
  readonly colour: boolean;
  /** Columns of the terminal; null on a pipe, where nothing is ever cut. */
  readonly width: number | null;
  /** `owner/name` and commit, for links. */
  readonly repo: string | null;
  readonly sha: string | null;
  /** Base of web links, default `https://github.com`. */
  readonly serverUrl: string;
  /** Controls of compliance frameworks for the reports; left out: the reports have no compliance section. */
  readonly compliance?: readonly FrameworkCoverage[];
  /** What a pull request review needs beside the change; left out: every finding goes to the body of the review. */
  readonly review?: ReviewOptions;
}

/** One compliance framework and the controls that findings of this scan touch, in the words of the HTTP interface. */
export interface FrameworkCoverage {
  readonly framework: string;
  readonly framework_id: string;
  readonly version: string;
  readonly total_controls: number;
  /** Sorted by id. */
  readonly violated_details: readonly { readonly id: string; readonly name: string }[];
}

export const REVIEW_EVENTS = ['COMMENT', 'REQUEST_CHANGES', 'APPROVE'] as const;
export type ReviewEvent = (typeof REVIEW_EVENTS)[number];

/** `line` is GitHub's present coordinate, `position` the older one that counts lines of the diff. */
export type ReviewCoordinates = 'line' | 'position';

export interface ReviewOptions {
  readonly event: ReviewEvent;
  /** Unified diff from the merge base to the head, as `git diff` prints it. */
  readonly diff: string;
  readonly reviewCoordinates: ReviewCoordinates;
  /** False leaves the `suggestion` and configuration blocks out. */
  readonly suggestions: boolean;
}

/** One file of a rendering. `suffix` is empty for the first, `-2`, `-3` … when a format has to be split. */
export interface RenderedPart {
  readonly suffix: string;
  /** Read it once: where a format is split, a part is made when it is read, so that not all of them are in memory at once. */
  readonly content: string | Uint8Array;
}

export interface Rendering {
  readonly parts: readonly RenderedPart[];
  /** What the reader must be told: a list was cut, a report was split. */
  readonly notices: readonly string[];
}

/** What a format can show. A format without a member refuses that kind of input before any scan starts. */
export interface Renderer {
  readonly id: string;
  readonly description: string;
  readonly contentType: string;
  /** File extension without the dot. */
  readonly extension: string;
  /** True when it cannot be written to a terminal (PDF). */
  readonly binary: boolean;
  renderScan?(result: ScanResult, options: RenderOptions): Promise<Rendering> | Rendering;
  renderChange?(report: ChangeReport, options: RenderOptions): Promise<Rendering> | Rendering;
  renderBom?(bom: Bom, options: RenderOptions): Promise<Rendering> | Rendering;
}
