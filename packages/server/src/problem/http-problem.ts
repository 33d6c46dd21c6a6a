/** An answer that is an error, thrown from anywhere in a handler. The sentence becomes `detail`. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the body beside `detail`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    detail: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.status = status;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

export function badRequest(detail: string): HttpProblem {
  return new HttpProblem(400, detail);
}

export function forbidden(detail: string): HttpProblem {
  return new HttpProblem(403, detail);
}

export function notFound(detail: string): HttpProblem {
  return new HttpProblem(404, detail);
}

export function conflict(detail: string): HttpProblem {
  return new HttpProblem(409, detail);
}

/** The inputs do not fit in a way that only the handler can see; as `detail` of a 422 in the form of validation errors. */
export interface InputIssue {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(issues[0]?.msg ?? 'the inputs do not fit');
    this.issues = issues;
  }
}
