import { ApiError } from '@securescan/contract';

export type ProblemKind =
  'signed-out' | 'forbidden' | 'not-found' | 'conflict' | 'invalid' | 'busy' | 'server' | 'offline' | 'foreign';

/** A field that the server refused, by its path in the body: `target_path`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** The one shape of everything that can go wrong with a request. `message` is a sentence for people. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  /** 0 when no answer came. */
  readonly status: number;
  /** Finds the request in the server's log. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  readonly fields: readonly FieldProblem[];

  constructor(
    kind: ProblemKind,
    message: string,
    facts: Partial<Pick<Problem, 'status' | 'requestId' | 'retryAfterSeconds' | 'fields'>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.kind = kind;
    this.status = facts.status ?? 0;
    this.requestId = facts.requestId ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.fields = facts.fields ?? [];
  }
}

const KINDS: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid',
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  429: 'busy',
};

/** Whatever was thrown, as a problem. Aborted requests stay what they are: nobody waits for them. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem || (error instanceof Error && error.name === 'AbortError')) return error;
  if (error instanceof ApiError) return fromAnswer(error);
  if (error instanceof TypeError) return new Problem('offline', 'The server cannot be reached.', {}, { cause: error });
  return new Problem('foreign', 'The answer could not be read.', {}, { cause: error });
}

function fromAnswer(error: ApiError): Problem {
  const { status, requestId, retryAfterSeconds } = error;
  const fields = toFields(error.detail);
  const message = typeof error.detail === 'string' ? toSentence(error.detail) : describe(status, fields);
  return new Problem(
    KINDS[status] ?? 'server',
    message,
    { status, requestId, retryAfterSeconds, fields },
    { cause: error },
  );
}

function describe(status: number, fields: readonly FieldProblem[]): string {
  const [first] = fields;
  if (first !== undefined) return `${first.field}: ${first.message}`;
  return `The server answered ${status}.`;
}

function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function toFields(detail: unknown): readonly FieldProblem[] {
  if (!Array.isArray(detail)) return [];
  return detail.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('loc' in entry) || !('msg' in entry)) return [];
    const { loc, msg } = entry;
    if (!Array.isArray(loc) || typeof msg !== 'string') return [];
    return [{ field: loc.slice(1).join('.'), message: msg.replace(/^Value error, /, '') }];
  });
}
