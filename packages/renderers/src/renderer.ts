import type { Bom, ChangeReport, Finding, ScanResult, SeverityThreshold } from '@securescan/model';

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
}

/** One file of a rendering. `suffix` is empty for the first, `-2`, `-3` … when a format has to be split. */
export interface RenderedPart {
  readonly suffix: string;
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

/** Findings a renderer shows: all, or those that are not suppressed. Order is kept. */
export function selectShown(
  findings: readonly Finding[],
  options: Pick<RenderOptions, 'showSuppressed'>,
): readonly Finding[] {
  return options.showSuppressed ? findings : findings.filter((finding) => !finding.metadata.suppressed_by);
}
