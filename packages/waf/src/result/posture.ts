/** How one pillar, or all of them, stands. One function makes it for command, server, sandbox and pages alike. */
export interface PillarPosture {
  readonly pass: number;
  readonly fail: number;
  readonly skip: number;
  readonly waived: number;
  /** pass / (pass + fail) in percent, cut off; null when nothing applied. */
  readonly score: number | null;
  /** The same with controls weighted by severity (critical 10, high 6, medium 3, low 1). */
  readonly weighted_score: number | null;
  /** Share of the controls that applied (passed or failed), in percent, cut off. */
  readonly coverage: number;
}

export interface Posture extends PillarPosture {
  readonly pillars: Readonly<Record<string, PillarPosture>>;
}
