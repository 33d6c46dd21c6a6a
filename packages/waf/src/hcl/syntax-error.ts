/** Why reading of one item ended; caught where the next item can be found. */
export class HclSyntaxError extends Error {
  readonly from: number;
  readonly to: number;
  /** Where to look for the next item, when it is known better than "after the error". */
  readonly resumeAt: number | null;

  constructor(message: string, from: number, to: number, resumeAt: number | null = null) {
    super(message);
    this.name = 'HclSyntaxError';
    this.from = from;
    this.to = to;
    this.resumeAt = resumeAt;
  }
}

/** A bound was crossed; the rest of the file is not read. */
export class HclLimitError extends HclSyntaxError {
  override readonly name = 'HclLimitError';
}
