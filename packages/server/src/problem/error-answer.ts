import { SecureScanError } from '@securescan/model';
import { isDatabaseAway } from './database-error.ts';
import { HttpProblem, InputProblem } from './http-problem.ts';
import { STATUS_OF_CODE } from './status-of-code.ts';

/** An error as the client sees it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Our mistake, or something that is away: to be logged with its stack. */
  readonly isFault: boolean;
}

const NONE = {};

/** Errors of the HTTP library that clients cause, by code; everything else without a status is our mistake. */
const LIBRARY_TEXTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says',
  FST_ERR_BAD_URL: 'The path is not percent-encoded UTF-8',
};

/** Turns whatever was thrown into an answer; foreign texts never get out. */
export function toErrorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (error instanceof HttpProblem) {
    const { status, headers, message, members } = error;
    return { status, headers, body: { detail: message, ...members }, isFault: status === 500 };
  }
  if (error instanceof InputProblem) {
    return { status: 422, headers: NONE, body: { detail: error.issues }, isFault: false };
  }
  if (error instanceof SecureScanError) {
    const status = STATUS_OF_CODE[error.code];
    if (status < 500) return { status, headers: NONE, body: { detail: error.message }, isFault: false };
    if (status === 503) return unavailable(requestId);
  }
  if (isDatabaseAway(error)) return unavailable(requestId);
  const text = isCoded(error) ? LIBRARY_TEXTS[error.code] : undefined;
  if (text !== undefined) return { status: 400, headers: NONE, body: { detail: text }, isFault: false };
  return {
    status: 500,
    headers: NONE,
    body: { detail: 'Internal Server Error', request_id: requestId },
    isFault: true,
  };
}

function unavailable(requestId: string): ErrorAnswer {
  return {
    status: 503,
    headers: { 'retry-after': '5' },
    body: { detail: 'The database cannot be used at the moment', request_id: requestId },
    isFault: true,
  };
}

function isCoded(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
