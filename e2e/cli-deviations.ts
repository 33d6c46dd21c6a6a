/** Where the command deviates from the recorded runs on purpose. */
export interface CliDeviation {
  /** Section of `cli.md`, or ruling, then the reason in a few words. */
  readonly because: string;
  /** Exit status of ours when it is another. */
  readonly exit?: number;
}

export const CLI_DEVIATIONS: Readonly<Record<string, CliDeviation>> = {};
